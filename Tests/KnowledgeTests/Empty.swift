import Testing
struct Empty {}

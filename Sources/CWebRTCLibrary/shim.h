// The C++ headers are used by CWebRTCAudio only; this module carries the flags of pkg-config.

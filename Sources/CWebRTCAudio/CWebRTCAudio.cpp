#include "CWebRTCAudio.h"

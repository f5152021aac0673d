// SPDX-License-Identifier: MIT-0
#ifndef C_WEBRTC_AUDIO_H
#define C_WEBRTC_AUDIO_H
#endif

#pragma once
#include "session/replay.h"

namespace droplet {

/// The frames of a run's video by their number, as its player gave them: read at the path of the source, in
/// the size that its settings name. The file is opened when a frame is first wanted. Empty for a run of
/// anything else, and of a camera, whose frames are gone. What is returned throws Error (Fault::job) as
/// VideoReader does, and returns null for a frame that there is not.
Replay::Frames video_frames(const Run& run);

}  // namespace droplet

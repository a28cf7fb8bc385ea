// The transport of a video: part of the section Source while a video or a camera is the picture.
#pragma once
#include <optional>
#include <string>

#include "model/video_params.h"
#include "session/video_player.h"
#include "ui/messages.h"

namespace droplet {

/// What was asked for.
struct VideoOrders {
    bool toggle = false;               ///< play or pause
    std::optional<std::int64_t> seek;  ///< to this frame
    bool resize = false;               ///< the size was changed: it is to be opened again
};

/// `params` are changed in place.
VideoOrders video_panel(VideoParams& params, const PlayerState& state, Messages& messages);

/// "0:07.2 / 1:30.0", of a camera "live".
std::string video_time(const PlayerState& state);

}  // namespace droplet

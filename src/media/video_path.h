#pragma once
#include <string>
#include <vector>

namespace droplet {

/// /dev/video0 and the like, also by their names under /dev/v4l, and whatever else is a character device.
bool is_camera_path(const std::string& path);

/// A camera of this computer.
struct Camera {
    std::string path;  ///< /dev/video0
    std::string name;  ///< as its driver calls it; the path where that cannot be asked
};

/// Those that give pictures, in the order of their numbers. Empty: there is none.
std::vector<Camera> cameras();

}  // namespace droplet

#pragma once
#include <cstdint>
#include <optional>
#include <stop_token>

#include "compute/backend.h"
#include "model/fractal_scene.h"
#include "session/settings.h"

namespace droplet {

/// What the window shows of the fractal as a source.
struct FractalStatus {
    bool active = false;  ///< it is the source
    FractalProgress progress;
    FractalPlace place;  ///< of the picture that is being made
    Size size;

    bool operator==(const FractalStatus&) const = default;
};

/// The fractal of a session's settings: which picture is being made, and how far it is.
class FractalSource {
 public:
    /// What taking over settings has come to.
    enum class Change { none, colors, scene, size };

    /// The fractal as the settings want it; the old one is gone on with. Throws Error as fractal_scene()
    /// does, changing nothing. Then it is to be told by started().
    Change wanted(const SessionSettings& settings);
    const FractalScene& scene() const { return scene_; }
    bool active() const { return active_; }
    bool complete() const { return progress_.complete; }

    void started(Backend& backend, Change change);
    /// Goes on with the picture.
    void refine(Backend& backend, std::int64_t work, std::stop_token stop);
    /// Makes it again, whole, on another backend.
    void remake(Backend& backend);
    /// Makes the one of another preset, whole, in the same size and at the same moment.
    void return_to(const Preset& preset, Backend& backend);
    /// A picture is the source.
    void leave() { active_ = false; }

    FractalStatus status() const { return {active_, progress_, place_of(scene_.params), scene_.size}; }

 private:
    FractalScene scene_;
    double seconds_ = 0;  // its moment
    FractalProgress progress_;
    bool active_ = false;
};

}  // namespace droplet

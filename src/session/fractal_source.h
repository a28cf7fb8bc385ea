#pragma once
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

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

/// What settings ask of the source: nothing new, another moment of the same animation, another fractal, or a
/// fractal in place of a picture and the other way round.
enum class SourceChange { none, moment, fractal, source };

/// The fractal of a session's settings: which picture is being made, and how far it is.
class FractalSource {
 public:
    /// What taking over settings has come to.
    enum class Change { none, colors, scene, size };

    /// What wanted() would be asked. Compares, and makes nothing.
    SourceChange change(const SessionSettings& settings) const;
    /// The fractal as the settings want it; the old one is gone on with. Throws Error as fractal_scene()
    /// does, changing nothing. Then it is to be told by started().
    Change wanted(const SessionSettings& settings);
    const FractalScene& scene() const { return scene_; }
    bool active() const { return active_; }
    bool complete() const { return progress_.complete; }
    /// Whether every pixel has at least a coarse value of this scene.
    bool showable() const { return progress_.complete || progress_.block > 0; }

    void started(Backend& backend, Change change);
    /// Goes on with the picture.
    void refine(Backend& backend, std::int64_t work, std::stop_token stop);
    /// Makes it again from the beginning, on another backend.
    void restart(Backend& backend);
    /// Begins the one of another preset, in the same size and at the same moment.
    void return_to(const Preset& preset, Backend& backend);
    /// Writes down the pixels and the moment that the scene is made for. Only while it is the source.
    void tell_moment(RunSettings& settings) const;
    /// A picture is the source.
    void leave();

    FractalStatus status() const { return {active_, progress_, place_of(scene_.params), scene_.size}; }

 private:
    /// What a scene is made from.
    struct Asked {
        FractalParams params;
        FractalAnimation animation;
        std::string formula;
        Palette palette;
        Size canvas;
        double seconds = 0;
        bool animates = true;
        bool operator==(const Asked&) const = default;

        FractalScene scene(const Preset& preset) const;
    };
    static Asked asked(const Preset& preset, Size canvas, double seconds, bool animates);
    static Asked asked(const SessionSettings& settings) {
        return asked(settings.preset, settings.canvas, settings.seconds, settings.animates);
    }
    Change take_over(FractalScene next);

    FractalScene scene_;
    std::optional<Asked> asked_;  // none while a picture is the source
    FractalProgress progress_;
    bool active_ = false;
};

}  // namespace droplet

#include "ui/preset_previews.h"

#include <algorithm>
#include <utility>

#include "session/session.h"
#include "ui/background_thread.h"

namespace droplet {
namespace {

/// Pictures on the way to a preview, so that one can watch it come.
constexpr int pictures_on_the_way = 12;
/// Of a fractal, in the shape of the gallery's boxes.
constexpr Size fractal_size{PresetPreviews::longest_side, PresetPreviews::longest_side * 3 / 4};
/// Iterations of a point between two looks at whether to go on.
constexpr std::int64_t fractal_work = 5'000'000;

}  // namespace

Image reduced_picture(const Image& image, int longest) {
    const Thumbnail thumbnail = make_thumbnail(image, longest);
    Image small(thumbnail.size, image.channels());
    const std::uint8_t* texel = thumbnail.rgba.data();
    for (int y = 0; y < small.height(); ++y)
        for (int x = 0; x < small.width(); ++x, texel += 4)
            for (int c = 0; c < small.channels(); ++c)
                small.plane(c).row(y)[x] = static_cast<float>(texel[c]) / 255.0f;
    return small;
}

PresetPreviews::PresetPreviews(std::function<void()> on_change, std::span<const BuiltinPreset> presets)
    : on_change_(std::move(on_change)),
      presets_(presets),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

PresetPreviews::~PresetPreviews() {
    cancel();
}

void PresetPreviews::render(std::shared_ptr<const Image> source) {
    {
        const std::lock_guard lock(mutex_);
        job_.request_stop();
        ready_.clear();
        wanted_ = std::move(source);
    }
    changed_.notify_all();
}

void PresetPreviews::cancel() {
    const std::lock_guard lock(mutex_);
    job_.request_stop();
    wanted_.reset();
}

std::vector<PresetPreview> PresetPreviews::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ready_, {});
}

bool PresetPreviews::busy() const {
    const std::lock_guard lock(mutex_);
    return wanted_ || rendering_;
}

void PresetPreviews::run(const std::stop_token& stop) {
    run_in_the_background(lowest_priority);
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return wanted_ != nullptr; })) {
        const auto source = std::exchange(wanted_, nullptr);
        job_ = std::stop_source();
        rendering_ = true;
        const std::stop_token job_stop = job_.get_token();
        lock.unlock();
        render_all(*source, job_stop);
        lock.lock();
        rendering_ = false;
    }
}

void PresetPreviews::render_all(const Image& source, const std::stop_token& stop) {
    const auto small = std::make_shared<const Image>(reduced_picture(source, longest_side));
    for (std::size_t i = 0; i < presets_.size() && !stop.stop_requested(); ++i) {
        try {
            render_one(i, small, stop);
        } catch (const std::exception& error) {  // Error, or no memory
            publish({.preset = i, .done = true, .error = error.what()}, stop);
        }
    }
}

void PresetPreviews::render_one(std::size_t preset, const std::shared_ptr<const Image>& small,
                                const std::stop_token& stop) {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.load(small);
    SessionSettings settings;
    settings.canvas = fractal_size;
    settings.preset = put_in_force(presets_[preset], {}, settings.canvas);
    session.prepare_source(settings);
    while (session.refine_source(fractal_work, stop))
        if (stop.stop_requested()) return;
    const int goal = presets_[preset].preview_steps;
    const int portion = std::max(1, goal / pictures_on_the_way);
    int steps = 0;
    do {
        const int done = session.advance(settings, std::min(portion, goal - steps), stop);
        if (stop.stop_requested()) return;
        steps += done;
        const bool finished = done == 0 || steps >= goal;
        session.derive(settings.preset);
        publish({.preset = preset,
                 .picture = make_thumbnail(session.download(shown_content(settings.preset)), longest_side),
                 .steps = steps,
                 .done = finished},
                stop);
        if (finished) return;
    } while (true);
}

void PresetPreviews::publish(PresetPreview preview, const std::stop_token& stop) {
    {
        const std::lock_guard lock(mutex_);
        if (stop.stop_requested()) return;
        ready_.push_back(std::move(preview));
    }
    on_change_();
}

}  // namespace droplet

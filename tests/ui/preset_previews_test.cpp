#include "ui/preset_previews.h"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>

#include "session/session.h"

using namespace droplet;

namespace {

std::shared_ptr<const Image> waves(Size size) {
    Image image(size, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.plane(c).row(y)[x] = static_cast<float>((3 * x + 5 * y + 7 * c) % 11) / 10;
    return std::make_shared<const Image>(std::move(image));
}

std::vector<BuiltinPreset> two_presets() {
    Preset diffusion, learning;
    learning.process = Process::learn;
    return {{"one", "One", "", diffusion, 7}, {"two", "Two", "", learning, 13}};
}

/// Counts calls and waits for them.
class Bell {
 public:
    void ring() {
        const std::lock_guard lock(mutex_);
        ++rings_;
        rung_.notify_all();
    }
    template <class F>
    void wait_until(F&& condition) {
        std::unique_lock lock(mutex_);
        while (true) {
            const int heard = rings_;
            lock.unlock();
            if (condition()) return;
            lock.lock();
            rung_.wait(lock, [&] { return rings_ > heard; });
        }
    }

 private:
    std::mutex mutex_;
    std::condition_variable rung_;
    int rings_ = 0;
};

}  // namespace

TEST_CASE("a preview is what the preset makes of the reduced source after its steps") {
    const std::vector<BuiltinPreset> presets = two_presets();
    const auto source = waves({40, 30});
    Bell bell;
    PresetPreviews previews([&] { bell.ring(); }, presets);
    previews.render(source);
    std::vector<PresetPreview> done;
    bell.wait_until([&] {
        for (PresetPreview& preview : previews.take())
            if (preview.done) done.push_back(std::move(preview));
        return done.size() == 2;
    });
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(done[i].preset == i);
        CHECK(done[i].steps == presets[i].preview_steps);
        CHECK(done[i].error.empty());
        Session session(open_backend(BackendChoice::cpu, 1), 1);
        session.load(std::make_shared<const Image>(reduced_picture(*source, PresetPreviews::longest_side)));
        SessionSettings settings;
        settings.preset = presets[i].preset;
        session.advance(settings, presets[i].preview_steps);
        CHECK(done[i].picture.rgba == make_thumbnail(session.download(), PresetPreviews::longest_side).rgba);
    }
}

TEST_CASE("another source gives up what was being rendered, and only its own previews come") {
    const std::vector<BuiltinPreset> presets = two_presets();
    Bell bell;
    PresetPreviews previews([&] { bell.ring(); }, presets);
    previews.render(waves({64, 64}));
    previews.render(waves({24, 12}));
    std::size_t done = 0;
    bool other = false;
    bell.wait_until([&] {
        for (const PresetPreview& preview : previews.take()) {
            other |= !(preview.picture.size == Size{24, 12});
            done += preview.done;
        }
        return done == 2;
    });
    CHECK_FALSE(other);
}

TEST_CASE("a preset that makes its own picture shows that, fitted to the preview, whatever the source") {
    Preset fractal;
    fractal.source = Source::fractal;
    fractal.process = Process::none;
    const std::vector<BuiltinPreset> presets{{"f", "F", "", fractal, 1, true}};
    const auto picture_of = [&](std::shared_ptr<const Image> source) {
        Bell bell;
        PresetPreviews previews([&] { bell.ring(); }, presets);
        previews.render(std::move(source));
        PresetPreview found;
        bell.wait_until([&] {
            for (PresetPreview& preview : previews.take()) found = std::move(preview);
            return found.done;
        });
        return found;
    };
    const PresetPreview a = picture_of(waves({40, 30})), b = picture_of(waves({64, 64}));
    CHECK(a.error.empty());
    CHECK(a.picture.rgba == b.picture.rgba);
    CHECK(a.picture.size == b.picture.size);
    CHECK(a.picture.size.width == PresetPreviews::longest_side);
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.load(waves({40, 30}));
    SessionSettings settings;
    settings.canvas = a.picture.size;
    settings.preset = fractal;
    settings.preset.fractal = fitted_to(fractal.fractal, settings.canvas);
    session.prepare_source(settings);
    while (session.refine_source(1'000'000)) {
    }
    CHECK(a.picture.rgba == make_thumbnail(session.download(), PresetPreviews::longest_side).rgba);
}

TEST_CASE("a large source is reduced, its values kept") {
    const Image small = reduced_picture(*waves({512, 256}), 128);
    CHECK(small.size() == Size{128, 64});
    CHECK(small.channels() == 3);
    CHECK_FALSE(small.has_alpha());
    double sum = 0;
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 128; ++x) sum += static_cast<double>(small.plane(1).row(y)[x]);
    CHECK(sum / (128 * 64) == doctest::Approx(0.5).epsilon(0.02));
}

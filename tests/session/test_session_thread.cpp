// The session's own thread: settings in, newest frame out; nobody waits for a step.
#include <doctest/doctest.h>

#include <thread>

#include "compute/cpu/cpu_backend.h"
#include "session/fake_backend.h"
#include "session/session_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Image steps_of(const Image& image, const DiffusionParams& params, int steps) {
    const auto backend = make_cpu_backend(1);
    backend->upload(image);
    backend->diffuse(params, steps, {});
    return backend->download(Content::current);
}

}  // namespace

TEST_CASE("A loaded picture is shown although nothing runs, and steps asked for are run") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "a photo");
    CHECK(bench.wait_for_frame()->shape().size == source->size());
    CHECK(bench->status().source_name == "a photo");
    CHECK(bench->status().step == 0);
    bench->step(3);
    bench.wait([&] { return bench->status().step == 3; });
    CHECK(same_bits(bench.current(), steps_of(*source, bench.settings.preset.diffusion, 3)));
    bench->reset();
    CHECK(same_bits(bench.current(), *source));
}

TEST_CASE("While it runs every frame is the given number of steps after the last, whatever the window does") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    bench.settings.pace.steps_per_frame = 7;
    bench.settings.running = true;
    bench->set(bench.settings);
    for (int frames = 0; frames < 4; ++frames) bench.wait_for_frame();
    bench.settings.running = false;
    bench->set(bench.settings);
    const Image now = bench.current();
    const auto step = static_cast<int>(bench->status().step);
    CHECK(step >= 28);
    CHECK(same_bits(now, steps_of(*source, bench.settings.preset.diffusion, step)));
}

TEST_CASE("A setting changed while it runs changes what the next steps do") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench->step(2);
    bench.wait([&] { return bench->status().step == 2; });
    DiffusionParams wide = bench.settings.preset.diffusion;
    wide.k = 0.4f;
    bench.settings.preset.diffusion = wide;
    bench->set(bench.settings);
    bench->step(2);
    bench.wait([&] { return bench->status().step == 4; });
    CHECK(same_bits(bench.current(), steps_of(steps_of(*source, {}, 2), wide, 2)));
}

TEST_CASE("A new view gives a new frame of it without a step") {
    Bench bench;
    bench->load(picture(), "");
    bench.wait_for_frame();
    bench.settings.view = {10, 8, 20, 18, 4.0, Content::original};
    bench->set(bench.settings);
    const auto frame = bench.wait_for_frame();
    CHECK(frame->request().content == Content::original);
    CHECK(frame->request().region.x0 <= 10);
    CHECK(frame->request().region.x1 >= 20);
    CHECK(bench->status().step == 0);
}

TEST_CASE("With a time budget steps go on although no frame is taken, and the newest frame wins") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    bench.settings.pace = {.pace = Pace::time_budget, .steps_per_frame = 1, .budget_ms = 1.0f};
    bench.settings.running = true;
    bench->set(bench.settings);
    bench.wait_for_frame();
    const auto at_first = bench->status().step;
    while (bench->status().step < at_first + 50) std::this_thread::yield();
    bench.settings.running = false;
    bench->set(bench.settings);
    const Image now = bench.current();
    CHECK(same_bits(
        now, steps_of(*source, bench.settings.preset.diffusion, static_cast<int>(bench->status().step))));
}

TEST_CASE("Closing while a step hangs ends it at once") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Bench bench(std::move(backend));
    bench->load(picture(), "");
    bench.wait_for_frame();
    device->hold();
    bench.settings.running = true;
    bench.settings.pace.steps_per_frame = 10000;
    bench->set(bench.settings);
    device->wait_until_held();
    bench.close();  // hangs for ever if the stop does not reach the step
}

TEST_CASE("A pause stops amid the steps of a frame: no call runs all of them at once") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Bench bench(std::move(backend));
    bench->load(picture({900, 700}), "");
    bench.wait_for_frame();
    bench.settings.running = true;
    bench.settings.pace.steps_per_frame = 10000;
    bench->set(bench.settings);
    while (device->steps_done < 20) std::this_thread::yield();
    bench.settings.running = false;
    bench->set(bench.settings);
    bench.current();  // carried out after the running call
    CHECK(device->steps_done < 10000);
    CHECK(device->longest_call < 10000);
}

TEST_CASE("A failing load tells its reason in one line and the old picture runs on") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Bench bench(std::move(backend));
    const auto source = picture();
    bench->load(source, "first");
    bench.wait_for_frame();
    device->refuse_uploads = true;
    bench->load(picture({5, 5}), "second");
    std::vector<std::string> errors;
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    CHECK(errors.front() == "device memory: full");
    CHECK(bench->status().source_name == "first");
    CHECK(bench->status().size == source->size());
    bench->step(1);
    bench.wait([&] { return bench->status().step == 1; });
}

TEST_CASE("A failing device is replaced while it runs, and the status says so") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Bench bench(std::move(backend));
    bench->load(picture(), "");
    bench.wait_for_frame();
    device->fail_from_now_on = true;
    bench->step(2);
    bench.wait([&] { return bench->status().step == 2; });
    CHECK(bench->status().backend.name == "cpu");
    CHECK(bench->status().notice.find("fell over") != std::string::npos);
}

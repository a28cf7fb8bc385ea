// The kernel lab through Session and SessionThread: what a process shows of the picture, and what is read of
// it.
#include <doctest/doctest.h>

#include <cmath>
#include <future>
#include <string>

#include "compute/cpu/cpu_backend.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/session_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Preset convolving(KernelName kernel, ConvolutionFeed feed = ConvolutionFeed::once) {
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = kernel;
    preset.convolution.feed = feed;
    return preset;
}

Preset custom_convolving(float weight) {
    Preset preset = convolving(KernelName::custom);
    preset.custom_kernel = Kernel(3, 1);
    preset.custom_kernel.weights = {0.25f, weight, -0.5f};
    return preset;
}

Image convolution_of(const Image& picture, const Preset& preset) {
    const auto backend = make_cpu_backend(1);
    backend->upload(picture);
    backend->convolve(kernel_of(preset.convolution, preset.custom_kernel), preset.convolution);
    return backend->download(Content::result);
}

Image diffused(const Image& picture, const DiffusionParams& params, int steps) {
    const auto backend = make_cpu_backend(1);
    backend->upload(picture);
    backend->diffuse(params, steps, {});
    return backend->download(Content::current);
}

Image download(Bench& bench, Content content) {
    std::promise<Image> picture;
    bench->download(content, [&](Image image) { picture.set_value(std::move(image)); });
    return picture.get_future().get();
}

/// Sets the preset and returns the frames that come of it, all of the content that it shows.
std::vector<std::unique_ptr<Frame>> frames_of(Bench& bench, const Preset& preset) {
    bench.settle();
    static_cast<void>(bench->take_frames());
    bench.settings.preset = preset;
    bench.settings.view.contents = shown_content(preset);
    bench->set(bench.settings);
    return bench.wait_for_frames();
}

/// A picture on a device of the tests.
struct FakeSession {
    FakeBackend* device;
    Session session;
    std::shared_ptr<const Image> source = picture();

    FakeSession() : FakeSession(std::make_unique<FakeBackend>(make_cpu_backend(1))) {}

 private:
    explicit FakeSession(std::unique_ptr<FakeBackend> backend)
        : device(backend.get()), session({std::move(backend), ""}, 1) {
        session.load(source);
    }
};

bool values_are(const RegionReading& reading, const Image& image) {
    const PixelRect& region = reading.region;
    if (!(reading.values.size() == Size{region.width(), region.height()})) return false;
    for (int c = 0; c < image.channels(); ++c)
        for (int y = region.y0; y < region.y1; ++y)
            for (int x = region.x0; x < region.x1; ++x)
                if (reading.value(c, x, y) != image.plane(c).row(y)[x]) return false;
    return true;
}

}  // namespace

TEST_CASE("A changed kernel shows in the next frame though the run is paused") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    for (const Preset& preset : {convolving(KernelName::box), convolving(KernelName::sobel_x),
                                 custom_convolving(1), custom_convolving(2), convolving(KernelName::box)}) {
        const auto frames = frames_of(bench, preset);
        REQUIRE(frames.size() == 1);
        CHECK(frames.front()->request().content == Content::result);
        CHECK(same_bits(download(bench, Content::result), convolution_of(*source, preset)));
        CHECK(same_bits(bench.current(), *source));
        CHECK(bench->status().step == 0);
        CHECK(bench->status().shape(Content::result).size == source->size());
    }
}

TEST_CASE("Every row of the convolution's table but the feed takes effect in the next frame") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    Preset preset = convolving(KernelName::motion_blur);
    preset.convolution.kernel_size = 5;
    const auto change = [&](auto&& set) {
        const Image before = convolution_of(*source, preset);
        set(preset.convolution);
        static_cast<void>(frames_of(bench, preset));
        const Image after = download(bench, Content::result);
        CHECK(same_bits(after, convolution_of(*source, preset)));
        CHECK_FALSE(same_bits(after, before));
    };
    change([](ConvolutionParams& p) { p.kernel_size = 6; });
    change([](ConvolutionParams& p) { p.kernel_angle = 30; });
    change([](ConvolutionParams& p) { p.kernel = KernelName::unsharp_mask; });
    change([](ConvolutionParams& p) { p.kernel_sigma = 2; });
    change([](ConvolutionParams& p) { p.kernel_amount = 3; });
    change([](ConvolutionParams& p) { p.flip = true; });
    change([](ConvolutionParams& p) { p.border = Border::constant; });
    change([](ConvolutionParams& p) { p.border_value = 2; });
    change([](ConvolutionParams& p) { p.mode = ConvolutionMode::full; });
    change([](ConvolutionParams& p) { p.channels = ConvolutionChannels::grey; });
    change([](ConvolutionParams& p) { p.gain = 3; });
    change([](ConvolutionParams& p) { p.offset = -1.5f; });
    change([](ConvolutionParams& p) { p.absolute = true; });
    change([](ConvolutionParams& p) { p.thresholding = true; });
    change([](ConvolutionParams& p) { p.threshold = 0.6f; });
    change([](ConvolutionParams& p) { p.top = 0.5f; });
}

TEST_CASE("Fed by diffusion, what is shown is the convolution of the diffused picture") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    const Preset preset = convolving(KernelName::sharpen, ConvolutionFeed::diffuse);
    static_cast<void>(frames_of(bench, preset));
    for (const int steps : {3, 7}) {
        bench.step(steps == 3 ? 3 : 4);
        const Image now = diffused(*source, preset.diffusion, steps);
        CHECK(same_bits(bench.current(), now));
        CHECK(same_bits(download(bench, Content::result), convolution_of(now, preset)));
    }
}

TEST_CASE("Iterated, each step convolves the picture again, and edges are those of the stage shown") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    const Preset iterated = convolving(KernelName::box, ConvolutionFeed::iterate);
    bench.settings.preset = iterated;
    bench->set(bench.settings);
    bench.step(2);
    const Image twice = convolution_of(convolution_of(*source, iterated), iterated);
    CHECK(same_bits(bench.current(), twice));
    Preset edges;
    edges.process = Process::edges;
    for (const CannyStage stage : {CannyStage::blur, CannyStage::edges}) {
        edges.canny.stage = stage;
        const auto frames = frames_of(bench, edges);
        CHECK(frames.front()->request().content == content_of(stage));
        const auto backend = make_cpu_backend(1);
        backend->upload(twice);
        backend->find_edges(edges.canny, Content::current);
        CHECK(same_bits(download(bench, content_of(stage)), backend->download(content_of(stage))));
    }
}

TEST_CASE("A mode that is impossible is told once, and the current picture is shown meanwhile") {
    Bench bench;
    const auto source = picture({20, 12});
    bench->load(source, "");
    bench.wait_for_frame();
    Preset preset = convolving(KernelName::box);
    preset.convolution.kernel_size = 13;
    preset.convolution.mode = ConvolutionMode::valid;
    const auto frames = frames_of(bench, preset);
    CHECK(frames.front()->request().content == Content::current);
    bench.settle();
    const auto errors = bench->take_errors();
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().find("13x13 is larger than the picture, 20x12") != std::string::npos);
    for (int i = 1; i < 4; ++i) {
        bench.settings.view.x1 = 10.0 + i;
        bench->set(bench.settings);
        bench.wait_for_frame();
    }
    CHECK(bench->take_errors().empty());
    preset.convolution.kernel_size = 11;
    CHECK(frames_of(bench, preset).front()->request().content == Content::result);
    CHECK(bench->status().shape(Content::result) == PictureShape{{10, 2}, 3, 5, 5});
    CHECK(bench->take_errors().empty());
}

TEST_CASE("An impossible mode is no failure of the device: the run goes on where it was") {
    FakeSession fake;
    Preset preset = convolving(KernelName::box);
    preset.convolution.kernel_size = 31;
    const SessionSettings settings;
    fake.session.load(picture({10, 10}));
    CHECK(fake.session.advance(settings, 2) == 2);
    preset.convolution.mode = ConvolutionMode::valid;
    CHECK_THROWS_AS(fake.session.derive(preset), Error);
    CHECK(fake.session.backend_info().name == "fake");
    CHECK(fake.session.step() == 2);
    CHECK(fake.session.notice().empty());
}

TEST_CASE("What is shown is made once for one picture and one set of settings") {
    FakeSession fake;
    const Preset box = convolving(KernelName::box);
    fake.session.derive(box);
    fake.session.derive(box);
    CHECK(fake.device->convolutions == 1);
    fake.session.derive(convolving(KernelName::laplace));
    CHECK(fake.device->convolutions == 2);
    fake.session.kick(0.5f);
    fake.session.derive(convolving(KernelName::laplace));
    CHECK(fake.device->convolutions == 3);
    Preset diffuse;
    fake.session.derive(diffuse);
    CHECK(fake.device->convolutions == 3);
}

TEST_CASE("When the device fails, the CPU makes anew what is shown, whatever the call that failed") {
    const Preset preset = convolving(KernelName::emboss);
    const auto check = [&](auto&& call) {
        FakeSession fake;
        fake.session.derive(preset);
        fake.device->fail_from_now_on = true;
        call(fake.session);
        CHECK(fake.session.backend_info().name == "cpu");
        CHECK(fake.session.shape(Content::result).size == fake.source->size());
        CHECK(same_bits(fake.session.download(Content::result), convolution_of(*fake.source, preset)));
    };
    check([](Session& session) { static_cast<void>(session.statistics(Content::result)); });
    check([](Session& session) { static_cast<void>(session.download(Content::result)); });
    check([](Session& session) {
        const ViewWindow view{0, 0, 64, 48, 1, Content::result};
        CHECK(session.present(view).front()->request().content == Content::result);
    });
    check([&](Session& session) { session.derive(convolving(KernelName::box)), session.derive(preset); });
}

TEST_CASE("Readings are of the frame that they come with: regions clipped, a line, histograms") {
    Bench bench;
    const auto source = picture();
    bench->load(source, "");
    bench.wait_for_frame();
    ReadingRequest& wanted = bench.settings.reading;
    wanted.regions = {{Content::result, {60, -5, 70, 3}},
                      {Content::current, {5, 6, 9, 8}},
                      {Content::original, {100, 100, 110, 110}},
                      {Content::edges, {0, 0, 4, 4}}};
    wanted.line = LineRequest{Content::result, {0.5, 10.5, 20.5, 10.5}};
    wanted.histograms = {{Content::result, 0, 1}};
    const Preset preset = convolving(KernelName::box, ConvolutionFeed::diffuse);
    static_cast<void>(frames_of(bench, preset));
    for (const int steps : {0, 2, 5}) {
        if (const int more = steps - static_cast<int>(bench->status().step); more > 0) bench.step(more);
        const Image now = diffused(*source, preset.diffusion, steps), result = convolution_of(now, preset);
        const auto readings = bench->status().readings;
        CHECK(readings->request == bench.settings.reading);
        REQUIRE(readings->regions.size() == 4);
        CHECK(readings->regions[0].region == PixelRect{60, 0, 64, 3});
        CHECK(values_are(readings->regions[0], result));
        CHECK(readings->regions[1].region == PixelRect{5, 6, 9, 8});
        CHECK(values_are(readings->regions[1], now));
        CHECK(readings->regions[2].values.empty());
        CHECK(readings->regions[3].values.empty());
        CHECK(readings->find(Content::result, 63, 2) == &readings->regions[0]);
        CHECK(readings->find(Content::result, 59, 2) == nullptr);
        REQUIRE(readings->line.size() == 3);
        CHECK(readings->line[1].front() == result.plane(1).row(10)[0]);
        CHECK(readings->line[1].back() == result.plane(1).row(10)[20]);
        const Histogram* histogram = readings->find(HistogramRequest{Content::result, 0, 1});
        REQUIRE(histogram != nullptr);
        REQUIRE(histogram->channels.size() == 3);
        std::int64_t counted = 0;
        for (const std::uint32_t n : histogram->channels[2].counts) counted += n;
        counted += histogram->channels[2].below + histogram->channels[2].above;
        CHECK(counted == source->size().area());
    }
}

TEST_CASE("Readings of more pixels than anybody can read are left out") {
    FakeSession fake;
    fake.session.load(picture({600, 500}));
    ReadingRequest wanted;
    wanted.regions = {{Content::current, {0, 0, 600, 500}}, {Content::current, {0, 0, 500, 500}}};
    const Readings readings = fake.session.read(wanted);
    CHECK(readings.regions[0].values.empty());
    CHECK(readings.regions[1].values.size() == Size{500, 500});
}

TEST_CASE("Checkpoints keep the kernel, and going back brings it back with the picture it made") {
    FakeSession fake;
    Preset iterated = custom_convolving(0.75f);
    iterated.convolution.feed = ConvolutionFeed::iterate;
    SessionSettings settings;
    settings.preset = iterated;
    CHECK(fake.session.advance(settings, 3) == 3);
    const Checkpoint kept = fake.session.checkpoint(CheckpointKind::automatic, iterated);
    const Image then = fake.session.download();
    settings.preset.custom_kernel.weights = {1, 1, 1};
    fake.session.advance(settings, 2);
    CHECK_FALSE(same_bits(fake.session.download(), then));
    fake.session.restore(kept);
    CHECK(kept.preset == iterated);
    CHECK(same_bits(fake.session.download(), then));
    settings.preset = kept.preset;
    fake.session.advance(settings, 1);
    CHECK(same_bits(fake.session.download(), convolution_of(then, iterated)));
}

TEST_CASE("Going back in the window's session adopts the kernel of that moment") {
    Bench bench;
    bench->load(picture(), "");
    bench.wait_for_frame();
    Preset first = custom_convolving(0.5f), second = custom_convolving(-1);
    first.convolution.feed = second.convolution.feed = ConvolutionFeed::iterate;
    bench.settings.preset = first;
    bench->set(bench.settings);
    bench.step(1);
    const Image then = bench.current();
    bench->begin_stroke();
    std::optional<std::int64_t> id;
    bench.wait([&] { return (id = bench->take_stroke()).has_value(); });
    bench.settings.preset = second;
    bench->set(bench.settings);
    bench.step(2);
    bench->go_to(*id);
    std::optional<Preset> adopted;
    bench.wait([&] { return (adopted = bench->take_adopted()).has_value(); });
    CHECK(*adopted == first);
    CHECK(same_bits(bench.current(), then));
}

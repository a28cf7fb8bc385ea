// What a session has to show: what is derived from its picture, frames, readings and copies.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "session/session.h"

namespace droplet {

void Session::derive(const Preset& preset) {
    const bool convolves = shown_content(preset) == Content::result;
    const bool finds_edges = preset.process == Process::edges;
    if (!source_ || !(convolves || finds_edges) || derived_ == preset) return;
    derived_.reset();
    guarded([&] {
        Backend& backend = *opened_.backend;
        const bool of_result = finds_edges && preset.canny.input == CannyInput::convolved;
        if (convolves || of_result) {
            const auto begin = std::chrono::steady_clock::now();
            convolution_ =
                backend.convolve(kernel_of(preset.convolution, preset.custom_kernel), preset.convolution);
            backend.synchronize();
            const auto elapsed = std::chrono::steady_clock::now() - begin;
            convolution_.elapsed_ms = std::chrono::duration<double, std::milli>(elapsed).count();
        }
        if (finds_edges) backend.find_edges(preset.canny, of_result ? Content::result : Content::current);
    });
    derived_ = preset;
}

PictureShape Session::shape(Content content) const {
    return source_ ? opened_.backend->shape(content) : PictureShape{};
}

Content Session::or_current(Content content) const {
    return shape(content).size == Size{} ? Content::current : content;
}

std::vector<std::unique_ptr<Frame>> Session::present(const ViewWindow& window) {
    return guarded([&] {
        std::vector<std::unique_ptr<Frame>> frames;
        for (const Content wanted : window.contents) {
            const Content content = or_current(wanted);
            frames.push_back(opened_.backend->present(frame_request(window, content, shape(content))));
            if (const auto place = place_of_content(content)) frames.back()->set_place(*place);
        }
        return frames;
    });
}

RegionReading Session::read(const RegionRequest& request) {
    const Size size = shape(request.content).size;
    const PixelRect& wanted = request.region;
    RegionReading reading{request,
                          {std::clamp(wanted.x0, 0, size.width), std::clamp(wanted.y0, 0, size.height),
                           std::clamp(wanted.x1, 0, size.width), std::clamp(wanted.y1, 0, size.height)},
                          {}};
    const auto pixels = std::int64_t{reading.region.width()} * reading.region.height();
    if (reading.region.width() <= 0 || reading.region.height() <= 0 || pixels > ReadingRequest::most_pixels)
        reading.region = {};
    else
        reading.values = opened_.backend->read(request.content, reading.region);
    return reading;
}

Readings Session::read(const ReadingRequest& request) {
    Readings readings{request, {}, {}, {}};
    if (!source_) return readings;
    return guarded([&] {
        readings.regions.clear();
        for (const RegionRequest& region : request.regions) readings.regions.push_back(read(region));
        if (request.line && !(shape(request.line->content).size == Size{})) {
            const LineSegment& line = request.line->line;
            const double length = std::hypot(line.x1 - line.x0, line.y1 - line.y0);
            const int count = static_cast<int>(
                std::clamp(std::ceil(length) + 1, 2.0, double{ReadingRequest::most_samples}));
            readings.line = opened_.backend->sample(request.line->content, line, count);
        }
        return std::move(readings);
    });
}

Histogram Session::histogram(const HistogramRequest& request) {
    return guarded(
        [&] { return opened_.backend->histogram(or_current(request.content), request.low, request.high); });
}

Image Session::download(Content content) {
    return guarded([&] { return opened_.backend->download(or_current(content)); });
}

std::unique_ptr<FramePixels> Session::copy_pixels(Content content, const Display& display) {
    return guarded([&] { return opened_.backend->copy_pixels(or_current(content), display); });
}

std::vector<ChannelStatistics> Session::statistics(Content content) {
    return guarded([&] { return opened_.backend->statistics(or_current(content)); });
}

}  // namespace droplet

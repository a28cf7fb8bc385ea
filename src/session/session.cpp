#include "session/session.h"

#include <fmt/format.h>

#include <utility>

#include "model/error.h"

namespace droplet {

Session::Session(OpenedBackend opened, int threads)
    : opened_(std::move(opened)), threads_(threads), notice_(opened_.why) {}

void Session::fall_back_to_cpu(const std::string& reason) {
    OpenedBackend cpu = open_backend(BackendChoice::cpu, threads_);
    cpu.backend->upload(*source_);
    opened_ = std::move(cpu);
    notice_ = fmt::format("CUDA failed ({}); went on with the CPU, from the source", reason);
    step_ = 0;
}

template <class F>
auto Session::guarded(F&& work) {
    try {
        return work();
    } catch (const Error& error) {
        if (!source_ || backend_info().name == "cpu") throw;
        fall_back_to_cpu(error.what());
        return work();
    }
}

void Session::load(std::shared_ptr<const Image> source) {
    opened_.backend->upload(*source);
    source_ = std::move(source);
    step_ = 0;
}

void Session::reset() {
    guarded([&] { opened_.backend->reset(); });
    step_ = 0;
}

void Session::switch_backend(BackendChoice choice) {
    OpenedBackend next = open_backend(choice, threads_);
    if (source_) {
        const Image picture = opened_.backend->download(Content::current);
        next.backend->upload(*source_);
        next.backend->restore(picture);
    }
    opened_ = std::move(next);
    notice_ = opened_.why;
}

int Session::advance(const SessionSettings& settings, int steps, std::stop_token stop) {
    const Preset& preset = settings.preset;
    if (!source_ || preset.process == Process::none) return 0;
    const int done = guarded([&] {
        return preset.process == Process::learn ? opened_.backend->learn(preset.learning, steps, stop)
                                                : opened_.backend->diffuse(preset.diffusion, steps, stop);
    });
    step_ += done;
    return done;
}

std::vector<LossRecord> Session::take_losses() {
    return opened_.backend->take_losses();
}

LearningState Session::learning_state() {
    return guarded([&] { return opened_.backend->learning_state(); });
}

void Session::edit_operator(const OperatorEdit& edit, const LearningParams& params) {
    guarded([&] {
        opened_.backend->set_learning_state(edited(opened_.backend->learning_state(), edit, params));
    });
}

void Session::kick(float share) {
    guarded([&] { opened_.backend->mix_original(share); });
}

void Session::paint(const std::vector<BrushDab>& dabs) {
    guarded([&] {
        for (const BrushDab& dab : dabs) opened_.backend->paint(dab);
    });
}

std::unique_ptr<Frame> Session::present(const ViewWindow& window) {
    return guarded([&] { return opened_.backend->present(frame_request(window, source_->size())); });
}

Image Session::download(Content content) {
    return guarded([&] { return opened_.backend->download(content); });
}

std::vector<ChannelStatistics> Session::statistics() {
    return guarded([&] { return opened_.backend->statistics(); });
}

void Session::synchronize() {
    guarded([&] { opened_.backend->synchronize(); });
}

BackendInfo Session::backend_info() const {
    return opened_.backend->info();
}

}  // namespace droplet

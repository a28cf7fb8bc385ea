#include "compute/cpu/cpu_backend.h"

#include <fmt/format.h>

#include <cstring>
#include <new>
#include <utility>

#include "compute/cpu/cpu_frame.h"
#include "compute/cpu/diffuse.h"
#include "compute/cpu/simd_target.h"
#include "compute/cpu/statistics.h"
#include "compute/cpu/workers.h"
#include "model/error.h"

namespace droplet {
namespace {

class CpuBackend final : public Backend {
 public:
    explicit CpuBackend(int threads) : workers_(threads) {}

    BackendInfo info() const override { return {"cpu", device_, ""}; }

    void upload(const Image& image) override {
        try {
            Image original = image.clone(), current = image.clone();
            Image spare(image.size(), image.channels(), image.has_alpha());
            copy_alpha(image, spare);
            extend_rows(original);
            extend_rows(current);
            original_ = std::move(original);
            current_ = std::move(current);
            spare_ = std::move(spare);
        } catch (const std::bad_alloc&) {
            const double gigabytes = 3e-9 * static_cast<double>(Image::bytes_for(
                                                image.size(), image.channels(), image.has_alpha()));
            throw Error(Fault::job, fmt::format("{}x{} pixels", image.width(), image.height()),
                        fmt::format("need {:.1f} GB of memory, more than there is", gigabytes));
        }
    }

    void reset() override { restore(original_); }

    void restore(const Image& picture) override {
        for (int c = 0; c < current_.channels(); ++c)
            for (int y = 0; y < current_.height(); ++y)
                std::memcpy(current_.plane(c).row(y), picture.plane(c).row(y),
                            static_cast<std::size_t>(current_.width()) * sizeof(float));
        extend_rows(current_);
    }

    int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) override {
        return droplet::diffuse(current_, spare_, params, steps, workers_, std::move(stop));
    }

    void synchronize() override {}

    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        return make_cpu_frame(picture(request.content), request, texel_pool_, workers_);
    }

    Image download(Content content) override { return picture(content).clone(); }

    std::vector<ChannelStatistics> statistics() override { return image_statistics(current_, workers_); }

 private:
    const Image& picture(Content content) const {
        return content == Content::original ? original_ : current_;
    }

    /// Steps swap the two fields and write channels only, so both carry the alpha.
    static void copy_alpha(const Image& from, Image& to) {
        if (!from.has_alpha()) return;
        for (int y = 0; y < from.height(); ++y)
            std::memcpy(to.alpha().row(y), from.alpha().row(y),
                        static_cast<std::size_t>(from.width()) * sizeof(float));
    }

    Workers workers_;
    const std::string device_ =
        fmt::format("{} thread{}, {}", workers_.count(), workers_.count() == 1 ? "" : "s", simd_name());
    std::shared_ptr<TexelPool> texel_pool_ = std::make_shared<TexelPool>();
    Image original_, current_, spare_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads) {
    return std::make_unique<CpuBackend>(threads);
}

}  // namespace droplet

#include "compute/cpu/cpu_frame.h"

#include <algorithm>
#include <utility>

#include "compute/cpu/present_rows.h"

namespace droplet {
namespace {

class CpuFrame final : public Frame {
 public:
    CpuFrame(const FrameRequest& request, const PictureShape& shape, std::shared_ptr<TexelPool> pool)
        : Frame(request, shape),
          pool_(std::move(pool)),
          texels_(pool_->take(static_cast<std::size_t>(request.texels().area()))) {}
    ~CpuFrame() override { pool_->give_back(std::move(texels_)); }
    CpuFrame(const CpuFrame&) = delete;
    CpuFrame& operator=(const CpuFrame&) = delete;

    HalfTexel* texels() { return texels_.data(); }

    void deliver(FrameSink& sink) override {
        std::copy(texels_.begin(), texels_.end(), sink.host_texels(texels_.size()));
    }

 private:
    std::shared_ptr<TexelPool> pool_;
    std::vector<HalfTexel> texels_;
};

}  // namespace

std::vector<HalfTexel> TexelPool::take(std::size_t count) {
    std::vector<HalfTexel> texels;
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            texels = std::move(free_.back());
            free_.pop_back();
        }
    }
    texels.resize(count);
    return texels;
}

void TexelPool::give_back(std::vector<HalfTexel> texels) {
    // One shown, one waiting, one being made, of every content at once.
    constexpr std::size_t most_kept = 3 * ContentList::most;
    const std::lock_guard lock(mutex_);
    if (free_.size() < most_kept) free_.push_back(std::move(texels));
}

std::unique_ptr<Frame> make_cpu_frame(const Image& image, const FrameRequest& request,
                                      const PictureShape& shape, std::shared_ptr<TexelPool> pool,
                                      Workers& workers) {
    auto frame = std::make_unique<CpuFrame>(request, shape, std::move(pool));
    const Size texels = request.texels();
    constexpr int rows_per_task = 16;
    const int tasks = (texels.height + rows_per_task - 1) / rows_per_task;
    workers.for_each(tasks, [&](int task) {
        thread_local std::vector<float> scratch;
        scratch.resize(present_scratch_floats(request));
        const int end = std::min((task + 1) * rows_per_task, texels.height);
        for (int y = task * rows_per_task; y < end; ++y)
            present_row(image, request, y, frame->texels() + std::ptrdiff_t{y} * texels.width,
                        scratch.data());
    });
    return frame;
}

}  // namespace droplet

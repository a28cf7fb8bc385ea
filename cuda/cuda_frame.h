#pragma once
#include <memory>

#include "compute/backend.h"
#include "cuda/delivery.h"

namespace droplet::cuda {

/// Texels in device memory of their own, which goes back to `delivery` with the frame.
class CudaFrame final : public Frame {
 public:
    CudaFrame(const FrameRequest& request, const PictureShape& shape, std::unique_ptr<TexelSlot> slot,
              std::shared_ptr<Delivery> delivery)
        : Frame(request, shape), slot_(std::move(slot)), delivery_(std::move(delivery)) {}
    CudaFrame(const CudaFrame&) = delete;
    CudaFrame& operator=(const CudaFrame&) = delete;
    ~CudaFrame() override { delivery_->give_back(std::move(slot_)); }

    void deliver(FrameSink& sink) override {
        delivery_->deliver(*slot_, static_cast<std::size_t>(request().texels().area()), sink);
    }

 private:
    std::unique_ptr<TexelSlot> slot_;
    std::shared_ptr<Delivery> delivery_;
};

}  // namespace droplet::cuda

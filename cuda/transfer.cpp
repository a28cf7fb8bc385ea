#include "cuda/transfer.h"

#include "cuda/check.h"

namespace droplet::cuda {
namespace {

std::size_t bytes(std::ptrdiff_t floats) {
    return static_cast<std::size_t>(floats) * sizeof(float);
}

}  // namespace

void copy_to_device(const ConstPlane& from, const Field& to, int plane, cudaStream_t stream) {
    check(cudaMemcpy2DAsync(to.row(plane, 0), bytes(to.pitch), from.data, bytes(from.stride),
                            bytes(from.size.width), static_cast<std::size_t>(from.size.height),
                            cudaMemcpyHostToDevice, stream),
          "uploading the picture");
}

void copy_to_host(const ConstField& from, int plane, math::PixelPlace corner, const Plane& to,
                  cudaStream_t stream) {
    check(cudaMemcpy2DAsync(to.data, bytes(to.stride), from.row(plane, corner.y) + corner.x,
                            bytes(from.pitch), bytes(to.size.width), static_cast<std::size_t>(to.size.height),
                            cudaMemcpyDeviceToHost, stream),
          "downloading the picture");
}

}  // namespace droplet::cuda

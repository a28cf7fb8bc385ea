#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

namespace droplet {

/// Width and height in pixels.
struct Size {
    int width = 0, height = 0;
    bool operator==(const Size&) const = default;
    std::int64_t area() const { return std::int64_t{width} * height; }
};

/// One plane of floats that somebody else owns: row y starts at data + y * stride (stride in floats).
template <class T>
struct BasicPlane {
    T* data = nullptr;
    Size size;
    std::ptrdiff_t stride = 0;

    T* row(int y) const { return data + y * stride; }
    operator BasicPlane<const T>() const { return {data, size, stride}; }
};
using Plane = BasicPlane<float>;
using ConstPlane = BasicPlane<const float>;

/// A planar float32 picture: 1 or 3 channels in [0, 1] by convention (values outside are kept), and an
/// optional alpha plane that is carried along and never processed. Rows start on 64-byte boundaries and are
/// padded so that a full SIMD vector may be read past the last pixel. Move-only; clone() copies.
class Image {
 public:
    static constexpr int row_alignment = 16;  ///< floats: 64 bytes
    static constexpr int row_padding = 16;    ///< floats readable past the last pixel of every row
    static constexpr int front_padding = 16;  ///< floats readable before the first pixel of every row

    Image() = default;
    /// Zero-filled. Throws std::invalid_argument unless the size is at least 1x1 and channels is 1 or 3, and
    /// std::bad_alloc when memory does not suffice.
    Image(Size size, int channels, bool has_alpha = false);

    bool empty() const { return storage_ == nullptr; }
    Size size() const { return size_; }
    int width() const { return size_.width; }
    int height() const { return size_.height; }
    int channels() const { return channels_; }
    bool has_alpha() const { return has_alpha_; }
    std::ptrdiff_t stride() const { return stride_; }

    Plane plane(int channel) { return {plane_data(channel), size_, stride_}; }
    ConstPlane plane(int channel) const { return {plane_data(channel), size_, stride_}; }
    /// Only when has_alpha().
    Plane alpha() { return plane(channels_); }
    ConstPlane alpha() const { return plane(channels_); }

    Image clone() const;
    /// Bytes that an image of this shape takes.
    static std::size_t bytes_for(Size size, int channels, bool has_alpha);

 private:
    float* plane_data(int index) const { return storage_.get() + front_padding + index * plane_stride_; }

    struct Free {
        void operator()(float* p) const noexcept;
    };
    std::unique_ptr<float[], Free> storage_;
    Size size_;
    int channels_ = 0;
    bool has_alpha_ = false;
    std::ptrdiff_t stride_ = 0, plane_stride_ = 0;
};

/// Maps the smallest value of all channels to 0 and the largest to 1 (one pair for all channels); a constant
/// image becomes 0.
void normalize(Image& image);

}  // namespace droplet

#pragma once
#include <string>
#include <string_view>

#include "model/image.h"

namespace droplet::bench {

/// A picture size that figures are given for.
struct Workload {
    Size size;
    int channels;

    /// Million pixel-channels: one step updates each of them once.
    double megapixel_channels() const { return static_cast<double>(size.area()) * channels * 1e-6; }
    std::string name() const;  ///< "1920x1080x3"
};

inline constexpr Workload small_grey{{512, 512}, 1};
inline constexpr Workload original_size{{320, 240}, 3};  ///< of the original's learning
inline constexpr Workload full_hd{{1920, 1080}, 3};
inline constexpr Workload ultra_hd{{3840, 2160}, 3};

/// The built-in test picture at the size of the workload; grey is its green channel.
Image make_picture(const Workload& workload);

/// Takes `--simd=NAME` out of the arguments, and limits the CPU backend to that instruction set. Call before
/// the first backend is made. Throws Error for a name that is none.
void take_simd_option(int& argc, char** argv);

}  // namespace droplet::bench

// A GPU warp played by the host: 32 lanes in step, each operation on all of them at once. The kernels of
// cuda/diffuse_tile.h run on it unchanged, so that their index logic is tested where there is no GPU.
#pragma once
#include <array>

#include "cuda/diffuse_tile.h"

namespace droplet::cuda::test {

struct Lanes {
    std::array<float, warp_lanes> lane{};

    Lanes() = default;
    explicit Lanes(float value) { lane.fill(value); }
};

template <class Operation>
Lanes each_lane(Operation operation) {
    Lanes result;
    for (std::size_t i = 0; i < result.lane.size(); ++i) result.lane[i] = operation(i);
    return result;
}

inline Lanes operator+(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return a.lane[i] + b.lane[i]; });
}
inline Lanes operator-(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return a.lane[i] - b.lane[i]; });
}
inline Lanes operator*(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return a.lane[i] * b.lane[i]; });
}
inline Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
    return each_lane([&](std::size_t i) { return math::fma(a.lane[i], b.lane[i], c.lane[i]); });
}
inline Lanes min(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return math::min(a.lane[i], b.lane[i]); });
}
inline Lanes max(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return math::max(a.lane[i], b.lane[i]); });
}
inline Lanes reciprocal(const Lanes& a) {
    return each_lane([&](std::size_t i) { return math::reciprocal(a.lane[i]); });
}
inline Lanes reciprocal_sqrt(const Lanes& a) {
    return each_lane([&](std::size_t i) { return math::reciprocal_sqrt(a.lane[i]); });
}
inline Lanes exp2_nonpositive(const Lanes& a) {
    return each_lane([&](std::size_t i) { return math::exp2_nonpositive(a.lane[i]); });
}

inline Lanes square_root(const Lanes& a) {
    return each_lane([&](std::size_t i) { return math::square_root(a.lane[i]); });
}
inline Lanes absolute(const Lanes& a) {
    return each_lane([&](std::size_t i) { return math::absolute(a.lane[i]); });
}
inline Lanes times_sign(const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return math::times_sign(a.lane[i], b.lane[i]); });
}
inline Lanes zero_unless_equal(const Lanes& x, const Lanes& a, const Lanes& b) {
    return each_lane([&](std::size_t i) { return math::zero_unless_equal(x.lane[i], a.lane[i], b.lane[i]); });
}

/// The same members as DeviceWarp, lane by lane.
struct HostWarp {
    using Value = Lanes;

    Lanes from_right(const Lanes& value) const {
        return each_lane([&](std::size_t i) { return value.lane[i + 1 < warp_lanes ? i + 1 : i]; });
    }
    Lanes from_left(const Lanes& value) const {
        return each_lane([&](std::size_t i) { return value.lane[i > 0 ? i - 1 : i]; });
    }

    void load(Lanes (&values)[lane_columns], const float* row, int x0, int width) const {
        for (int lane = 0; lane < warp_lanes; ++lane)
            for (int j = 0; j < lane_columns; ++j) {
                const int column = x0 + lane * lane_columns + j;
                values[j].lane[static_cast<std::size_t>(lane)] =
                    row[strip_is_inside(x0, width) ? column : mirrored(column, width)];
            }
    }

    void store(float* row, const Lanes (&values)[lane_columns], int x0, int halo, int width) const {
        for (int lane = 0; lane < warp_lanes; ++lane) {
            const int column = x0 + lane * lane_columns;
            if (!lane_writes(lane, column, halo, width)) continue;
            for (int j = 0; j < lane_columns; ++j)
                row[column + j] = values[j].lane[static_cast<std::size_t>(lane)];
        }
    }
};

}  // namespace droplet::cuda::test

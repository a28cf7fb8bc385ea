#include "compute/cpu/fractal_points.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/power_points_float64.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops are compiled for its targets.
#include "compute/cpu/power_points-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

IteratePoints select_power_float64() {
    return iterate_power<Numbers<double, power_vectors>, true>;
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_power_float64);

IteratePoints power_points_float64() {
    return HWY_DYNAMIC_DISPATCH(select_power_float64)();
}

}  // namespace droplet
#endif

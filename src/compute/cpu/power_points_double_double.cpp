#include "compute/cpu/fractal_points.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/power_points_double_double.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops are compiled for its targets.
#include "compute/cpu/power_points-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

IteratePoints select_power_double_double() {
    return iterate_power<DoubleDouble<Numbers<double, 2>>, false>;
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_power_double_double);

IteratePoints power_points_double_double() {
    return HWY_DYNAMIC_DISPATCH(select_power_double_double)();
}

}  // namespace droplet
#endif

#include "compute/cpu/formula_points.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/formula_points_double_double.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops are compiled for its targets.
#include "compute/cpu/formula_points-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

IteratePoints select_formula_double_double() {
    return iterate_formula<DoubleDouble<Numbers<double, 2>>>;
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_formula_double_double);

IteratePoints formula_points_double_double() {
    return HWY_DYNAMIC_DISPATCH(select_formula_double_double)();
}

IteratePoints formula_points(Precision precision) {
    switch (precision) {
        case Precision::float32:
            return formula_kernels_float32().points;
        case Precision::double_double:
            return formula_points_double_double();
        case Precision::automatic:
        case Precision::float64:
            break;
    }
    return formula_kernels_float64().points;
}

}  // namespace droplet
#endif

#include "compute/cpu/formula_points.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/formula_points_float32.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops are compiled for its targets.
#include "compute/cpu/formula_points-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

FormulaKernels<float> select_formula_float32() {
    return {iterate_formula<Numbers<float, 8>>, run_span<float, 8>};
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_formula_float32);

FormulaKernels<float> formula_kernels_float32() {
    return HWY_DYNAMIC_DISPATCH(select_formula_float32)();
}

}  // namespace droplet
#endif

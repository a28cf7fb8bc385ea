#pragma once
#include "math/host_device.h"
#include "model/convolution_params.h"

namespace droplet::math {

/// The index in [0, n) whose value stands at index `i` of a row of n values, by the border's definition
/// (model/convolution_params.h), for any i; −1 where the constant value stands.
DROPLET_HD constexpr int border_index(int i, int n, Border border) {
    if (i >= 0 && i < n) return i;
    switch (border) {
        case Border::constant:
            return -1;
        case Border::replicate:
            return i < 0 ? 0 : n - 1;
        case Border::wrap: {
            const int rest = i % n;
            return rest < 0 ? rest + n : rest;
        }
        case Border::reflect: {
            int rest = i % (2 * n);
            if (rest < 0) rest += 2 * n;
            return rest < n ? rest : 2 * n - 1 - rest;
        }
        case Border::reflect_101: {
            if (n == 1) return 0;
            const int period = 2 * n - 2;
            int rest = i % period;
            if (rest < 0) rest += period;
            return rest < n ? rest : period - rest;
        }
    }
    return -1;
}

}  // namespace droplet::math

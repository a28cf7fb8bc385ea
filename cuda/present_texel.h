#pragma once
#include "compute/reduction.h"
#include "cuda/field_view.h"

namespace droplet::cuda {

/// One plane's mean over the taps of a texel, in the order that compute/reduction.h prescribes.
DROPLET_HD inline float texel_mean(const ConstField& field, int plane, const Taps& columns,
                                   const Taps& rows) {
    float sum = 0.0f;
    for (int i = 0; i < rows.count; ++i) {
        const float* const row = field.row(plane, rows.at(i));
        for (int j = 0; j < columns.count; ++j) sum += row[columns.at(j)];
    }
    const int count = columns.count * rows.count;
    return count == 1 ? sum : sum * (1.0f / static_cast<float>(count));
}

}  // namespace droplet::cuda

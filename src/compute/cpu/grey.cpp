#include "compute/cpu/grey.h"

#include <algorithm>

#include "compute/cpu/convolve_rows.h"

namespace droplet {

void make_grey(const Image& image, Image& out, Workers& workers) {
    constexpr int rows_per_task = 64;
    const int tasks = (image.height() + rows_per_task - 1) / rows_per_task;
    const RowKernels rows = row_kernels();
    workers.for_each(tasks, [&](int task) {
        const int end = std::min((task + 1) * rows_per_task, image.height());
        for (int y = task * rows_per_task; y < end; ++y) {
            float* const to = out.plane(0).row(y);
            const float* const red = image.plane(0).row(y);
            if (image.channels() == 1) {
                std::copy_n(red, image.width(), to);
            } else {
                rows.grey_row(red, image.plane(1).row(y), image.plane(2).row(y), to, image.width());
            }
        }
    });
}

}  // namespace droplet

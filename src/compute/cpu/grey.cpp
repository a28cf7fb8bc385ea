#include "compute/cpu/grey.h"

#include <algorithm>

#include "math/grey.h"

namespace droplet {

void make_grey(const Image& image, Image& out, Workers& workers) {
    constexpr int rows_per_task = 64;
    const int tasks = (image.height() + rows_per_task - 1) / rows_per_task;
    workers.for_each(tasks, [&](int task) {
        const int end = std::min((task + 1) * rows_per_task, image.height());
        for (int y = task * rows_per_task; y < end; ++y) {
            float* const to = out.plane(0).row(y);
            const float* const red = image.plane(0).row(y);
            if (image.channels() == 1) {
                std::copy_n(red, image.width(), to);
                continue;
            }
            const float* const green = image.plane(1).row(y);
            const float* const blue = image.plane(2).row(y);
            for (int x = 0; x < image.width(); ++x) to[x] = math::grey(red[x], green[x], blue[x]);
        }
    });
}

}  // namespace droplet

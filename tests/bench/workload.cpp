#include "bench/workload.h"

#include <algorithm>

#include "compute/cpu/simd_target.h"
#include "media/test_picture.h"
#include "model/error.h"

namespace droplet::bench {

std::string Workload::name() const {
    return std::to_string(size.width) + 'x' + std::to_string(size.height) + 'x' + std::to_string(channels);
}

Image make_picture(const Workload& workload) {
    Image colour = make_test_picture(workload.size);
    if (workload.channels == colour.channels()) return colour;
    Image grey(workload.size, 1);
    for (int y = 0; y < grey.height(); ++y)
        std::copy_n(colour.plane(1).row(y), grey.width(), grey.plane(0).row(y));
    return grey;
}

void take_simd_option(int& argc, char** argv) {
    constexpr std::string_view prefix = "--simd=";
    int kept = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.starts_with(prefix)) {
            const std::string_view name = argument.substr(prefix.size());
            if (!limit_simd(name))
                throw Error(Fault::usage, std::string(argument), "not at hand; valid: " + available_simd());
        } else {
            argv[kept++] = argv[i];
        }
    }
    argc = kept;
    argv[kept] = nullptr;
}

}  // namespace droplet::bench

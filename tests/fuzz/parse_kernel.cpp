// libFuzzer target: whatever the bytes are, parse_kernel() returns a kernel that is written as rows and read
// again as the same bits, or throws Error with one line.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "model/error.h"
#include "model/kernel_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    try {
        const droplet::Kernel kernel = droplet::parse_kernel(text, "fuzz");
        const droplet::Kernel again = droplet::parse_kernel(droplet::kernel_rows(kernel), "again");
        if (kernel.size() != again.size() || kernel.empty()) std::abort();
        if (std::memcmp(kernel.weights.data(), again.weights.data(), kernel.weights.size() * sizeof(float)) !=
            0)
            std::abort();
        for (const float weight : kernel.weights)
            if (!(std::fabs(weight) <= droplet::largest_kernel_weight)) std::abort();
        if (droplet::weight_labels(kernel).size() != kernel.weights.size()) std::abort();
    } catch (const droplet::Error& error) {
        if (std::string(error.what()).find('\n') != std::string::npos) std::abort();
    }
    return 0;
}

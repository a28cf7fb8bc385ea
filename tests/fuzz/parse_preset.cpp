// libFuzzer target: whatever the bytes are, parse_preset() and parse_operator() return what can be written
// and read again as the same value, or throw Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/error.h"
#include "model/operator_json.h"
#include "model/preset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    try {
        const droplet::Preset preset = droplet::parse_preset(text, "fuzz");
        if (droplet::parse_preset(droplet::preset_text(preset), "fuzz") != preset) std::abort();
    } catch (const droplet::Error&) {
    }
    try {
        const droplet::Operator op = droplet::parse_operator(text, "fuzz");
        if (droplet::parse_operator(droplet::operator_text(op), "fuzz") != op) std::abort();
    } catch (const droplet::Error&) {
    }
    return 0;
}

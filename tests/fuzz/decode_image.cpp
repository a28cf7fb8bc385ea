// libFuzzer target: whatever the bytes are, decode_image() returns a picture or throws Error.
#include <cstddef>
#include <cstdint>

#include "media/image_io.h"
#include "model/error.h"
#include "tests/media/png_parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    droplet::test::Bytes bytes(data, data + size);
    // Otherwise hardly any changed PNG would get past its checksums.
    if (size > 8 && data[0] == 0x89 && data[1] == 'P') droplet::test::fix_png_checksums(bytes);
    try {
        droplet::decode_image(bytes, "fuzz");
    } catch (const droplet::Error&) {
    }
    return 0;
}

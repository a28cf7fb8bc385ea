// libFuzzer target: whatever the bytes are, the readers of metadata give a text that begins as a recipe does
// or none, and parse_recipe() returns what can be written and read again as the same value, or throws Error
// of one line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include "media/byte_source.h"
#include "media/gif_comment.h"
#include "media/recipe_metadata.h"
#include "model/error.h"
#include "model/recipe.h"
#include "tests/media/png_parts.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void parse(const std::string& text) {
    try {
        const droplet::Recipe recipe = droplet::parse_recipe(text, "fuzz");
        const std::string again = droplet::recipe_text(recipe);
        require(droplet::looks_like_recipe(again) && again.find('\n') == std::string::npos);
        require(droplet::parse_recipe(again, "again") == recipe);
    } catch (const droplet::Error& error) {
        require(std::string(error.what()).find('\n') == std::string::npos);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    parse(std::string(data, data + size));
    droplet::test::Bytes bytes(data, data + size);
    if (size > 8 && data[0] == 0x89) droplet::test::fix_png_checksums(bytes);
    constexpr std::size_t most = 1 << 16;
    using droplet::ByteSource;
    const auto from = [&](std::optional<std::string> (*read)(ByteSource&, std::size_t)) {
        ByteSource source{std::span<const unsigned char>(bytes)};
        const auto text = read(source, most);
        if (!text) return;
        require(text->size() <= most && droplet::looks_like_recipe(*text));
        parse(*text);
    };
    from(droplet::png_recipe_text);
    from(droplet::jpeg_recipe_text);
    from(droplet::tiff_recipe_text);
    from(droplet::gif_recipe_text);
    return 0;
}

// Sources: TIFF 6.0 (Adobe, 1992), section 2; BigTIFF (Aware Systems).
#include <algorithm>

#include "media/recipe_metadata.h"
#include "model/recipe.h"

namespace droplet {
namespace {

/// Numbers as the file has them.
class TiffReader {
 public:
    explicit TiffReader(ByteSource& file) : file_(file) {}

    /// Reads the header and goes to the first directory; false for what is no TIFF.
    bool begin() {
        const auto order = file_.text(2);
        if (order != "II" && order != "MM") return false;
        little_ = order == "II";
        const auto version = number(2);
        big_ = version == 43;
        if (big_ && (number(2) != 8 || number(2) != 0)) return false;
        if (version != 42 && !big_) return false;
        const auto directory = number(word());
        return directory && file_.go_to(*directory);
    }

    std::size_t word() const { return big_ ? 8 : 4; }
    std::optional<std::uint64_t> entry_count() { return number(big_ ? 8 : 2); }
    std::optional<std::uint64_t> number(std::size_t bytes) {
        return little_ ? file_.little(bytes) : file_.big(bytes);
    }
    ByteSource& file() { return file_; }

 private:
    ByteSource& file_;
    bool little_ = true, big_ = false;
};

}  // namespace

std::optional<std::string> tiff_recipe_text(ByteSource& file, std::size_t most) {
    constexpr std::uint64_t image_description = 270, ascii = 2;
    TiffReader tiff(file);
    if (!tiff.begin()) return std::nullopt;
    const auto entries = tiff.entry_count();
    if (!entries) return std::nullopt;
    // Where there are fewer than is said, the file ends.
    for (std::uint64_t i = 0; i < *entries; ++i) {
        const auto tag = tiff.number(2), type = tiff.number(2), count = tiff.number(tiff.word()),
                   place = tiff.number(tiff.word());
        if (!tag || !type || !count || !place) return std::nullopt;
        if (*tag != image_description) continue;
        if (*type != ascii || *count <= tiff.word() || *count > most || !file.go_to(*place))
            return std::nullopt;
        auto text = file.text(*count);
        if (!text || !looks_like_recipe(*text)) return std::nullopt;
        text->erase(std::min(text->find('\0'), text->size()));
        return text;
    }
    return std::nullopt;
}

}  // namespace droplet

#include "cli/text_raster.h"

// With internal linkage, so that it cannot clash with the copy in libstb.
#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_truetype.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <cmath>

#include "embedded_font.h"
#include "model/error.h"

namespace droplet {
namespace {

class Font {
 public:
    explicit Font(std::string_view file) {
        const std::string_view bytes = embedded_font(file);
        const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
        if (bytes.empty() || stbtt_InitFont(&info_, data, 0) == 0)
            throw Error(Fault::job, std::string(file), "no such font in this build");
        stbtt_GetFontVMetrics(&info_, &ascent_, &descent_, nullptr);
    }

    const stbtt_fontinfo& info() const { return info_; }
    bool has(int letter) const { return stbtt_FindGlyphIndex(&info_, letter) != 0; }
    float scale(float pixels) const { return pixels / static_cast<float>(ascent_ - descent_); }
    float ascent(float pixels) const { return scale(pixels) * static_cast<float>(ascent_); }

 private:
    stbtt_fontinfo info_{};
    int ascent_ = 0, descent_ = 0;
};

const Font& font_of(TextWeight weight) {
    static const Font medium("Inter-Medium.otf"), bold("Inter-SemiBold.otf");
    return weight == TextWeight::bold ? bold : medium;
}

const Font& font_for(int letter, TextWeight weight) {
    static const Font symbols("DejaVuSans.ttf");
    const Font& font = font_of(weight);
    return font.has(letter) || !symbols.has(letter) ? font : symbols;
}

/// Damaged UTF-8 is '?'.
std::vector<int> letters_of(std::string_view text) {
    std::vector<int> letters;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at++]);
        const int more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
        int letter = more == 0 ? first : first & (0x3f >> std::max(more, 0));
        bool sound = more >= 0;
        for (int i = 0; sound && i < more; ++i) {
            sound = at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
            if (sound) letter = letter << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
        }
        letters.push_back(sound ? letter : '?');
    }
    return letters;
}

/// Where each letter of a line stands.
struct Placed {
    int letter = 0;
    const Font* font = nullptr;
    float x = 0;
};
struct Line {
    std::vector<Placed> letters;
    float width = 0;
};

Line placed(std::string_view text, const TextStyle& style) {
    Line line;
    line.letters.reserve(text.size());
    const Placed* before = nullptr;
    for (const int letter : letters_of(text)) {
        const Font& font = font_for(letter, style.weight);
        const float scale = font.scale(style.pixels);
        if (before && before->font == &font)
            line.width += scale * static_cast<float>(
                                      stbtt_GetCodepointKernAdvance(&font.info(), before->letter, letter));
        line.letters.push_back({letter, &font, line.width});
        int advance = 0;
        stbtt_GetCodepointHMetrics(&font.info(), letter, &advance, nullptr);
        line.width += scale * static_cast<float>(advance);
        before = &line.letters.back();
    }
    return line;
}

int whole_width(const Line& line) {
    return std::max(1, static_cast<int>(std::ceil(line.width)));
}

}  // namespace

int text_width(std::string_view text, const TextStyle& style) {
    return whole_width(placed(text, style));
}

TextMask rasterized(std::string_view text, const TextStyle& style) {
    const Line line = placed(text, style);
    TextMask mask;
    mask.size = {whole_width(line), std::max(1, static_cast<int>(std::ceil(style.pixels)))};
    mask.cover.resize(static_cast<std::size_t>(mask.size.area()));
    const int base = static_cast<int>(std::lround(font_of(style.weight).ascent(style.pixels)));
    std::vector<unsigned char> glyph;
    for (const Placed& letter : line.letters) {
        const stbtt_fontinfo& info = letter.font->info();
        const float scale = letter.font->scale(style.pixels);
        const float whole = std::floor(letter.x), shift = letter.x - whole;
        int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        stbtt_GetCodepointBitmapBoxSubpixel(&info, letter.letter, scale, scale, shift, 0, &x0, &y0, &x1, &y1);
        const int width = x1 - x0, height = y1 - y0;
        if (width <= 0 || height <= 0) continue;
        glyph.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
        stbtt_MakeCodepointBitmapSubpixel(&info, glyph.data(), width, height, width, scale, scale, shift, 0,
                                          letter.letter);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const int to_x = static_cast<int>(whole) + x0 + x, to_y = base + y0 + y;
                if (to_x < 0 || to_y < 0 || to_x >= mask.size.width || to_y >= mask.size.height) continue;
                float& cover =
                    mask.cover[static_cast<std::size_t>(to_y) * static_cast<std::size_t>(mask.size.width) +
                               static_cast<std::size_t>(to_x)];
                cover = std::max(cover,
                                 static_cast<float>(glyph[static_cast<std::size_t>(y * width + x)]) / 255.0f);
            }
        }
    }
    return mask;
}

std::string shortened(std::string_view text, const TextStyle& style, int width) {
    if (text_width(text, style) <= width) return std::string(text);
    std::string_view kept = text;
    while (!kept.empty()) {
        kept.remove_suffix(1);
        // UTF-8 is cut between letters.
        while (!kept.empty() && (static_cast<unsigned char>(text[kept.size()]) & 0xc0) == 0x80)
            kept.remove_suffix(1);
        std::string line = std::string(kept) + "\u2026";
        if (text_width(line, style) <= width) return line;
    }
    return "";
}

TextMask turned(const TextMask& mask) {
    TextMask made;
    made.size = {mask.size.height, mask.size.width};
    made.cover.reserve(mask.cover.size());
    for (int y = 0; y < made.size.height; ++y)
        for (int x = 0; x < made.size.width; ++x) made.cover.push_back(mask.at(mask.size.width - 1 - y, x));
    return made;
}

void draw_text(Image& picture, const TextMask& mask, int x, int y, const TextColour& colour) {
    const int x0 = std::max(0, -x), x1 = std::min(mask.size.width, picture.width() - x);
    const int y0 = std::max(0, -y), y1 = std::min(mask.size.height, picture.height() - y);
    for (int channel = 0; channel < 3; ++channel) {
        const float ink = colour[static_cast<std::size_t>(channel)];
        for (int row = y0; row < y1; ++row) {
            float* pixels = picture.plane(channel).row(y + row) + x;
            for (int i = x0; i < x1; ++i) pixels[i] += mask.at(i, row) * (ink - pixels[i]);
        }
    }
}

}  // namespace droplet

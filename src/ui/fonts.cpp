#include "ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "embedded_font.h"
#include "model/error.h"

namespace droplet {
namespace {

// Only what the window writes: a small atlas keeps the start fast.
constexpr ImWchar text_ranges[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x2010, 0x2026, 0x2039, 0x203a, 0};
constexpr ImWchar symbol_ranges[] = {0x0391, 0x03c9, 0x1d50, 0x1d50, 0x2070, 0x208e, 0x2190, 0x2195,
                                     0x2202, 0x2202, 0x2207, 0x2207, 0x2211, 0x2212, 0x2217, 0x2217,
                                     0x221a, 0x221a, 0x221e, 0x221e, 0x222b, 0x222b, 0x2248, 0x2248,
                                     0x2260, 0x2265, 0x22c5, 0x22c6, 0x2316, 0x2318, 0};

constexpr ImWchar mono_ranges[] = {0x0020, 0x007e, 0x00b1, 0x00b9, 0x0391, 0x03c9, 0x2010,
                                   0x2026, 0x2070, 0x208e, 0x2190, 0x2190, 0x2212, 0x2212,
                                   0x221e, 0x221e, 0x22c5, 0x22c5, 0};

constexpr ImWchar number_ranges[] = {0x0020, 0x007e, 0x2212, 0x2212, 0x221e, 0x221e, 0};

void add_font(const char* file, float size, const ImWchar* ranges, bool merge, float shift) {
    const std::string_view bytes = embedded_font(file);
    if (bytes.empty()) throw Error(Fault::job, file, "no such font in this build");
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.MergeMode = merge;
    config.OversampleH = 3;
    config.GlyphOffset.y = shift;
    // ImGui only reads the bytes when the atlas does not own them.
    ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<char*>(bytes.data()),
                                               static_cast<int>(bytes.size()), size, &config, ranges);
}

void give_digits_one_width(ImFont* font) {
    float width = 0;
    for (ImWchar c = '0'; c <= '9'; ++c) width = std::max(width, font->GetCharAdvance(c));
    for (ImWchar c = '0'; c <= '9'; ++c) {
        auto* glyph = const_cast<ImFontGlyph*>(font->FindGlyphNoFallback(c));
        if (!glyph) continue;
        const float shift = std::round((width - glyph->AdvanceX) / 2);
        glyph->X0 += shift;
        glyph->X1 += shift;
        glyph->AdvanceX = width;
        font->IndexAdvanceX[c] = width;
    }
}

ImFont* add_family(const char* file, float size) {
    add_font(file, size, text_ranges, false, 0);
    add_font("DejaVuSans.ttf", std::round(size * 0.92f), symbol_ranges, true, 0);
    return ImGui::GetIO().Fonts->Fonts.back();
}

}  // namespace

Fonts build_fonts(float scale) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    const auto size = [scale](float height) { return std::round(height * scale); };
    Fonts fonts;
    fonts.text = add_family("Inter-Medium.otf", size(16));
    fonts.bold = add_family("Inter-SemiBold.otf", size(16));
    fonts.small = add_family("Inter-Medium.otf", size(14));
    add_font("Inter-Medium.otf", std::round(11.5f * scale), number_ranges, false, 0);
    fonts.tiny = atlas.Fonts.back();
    add_font("DejaVuSansMono.ttf", size(14), mono_ranges, false, 0);
    fonts.mono = atlas.Fonts.back();
    if (!atlas.Build()) throw Error(Fault::job, "fonts", "the font atlas cannot be built");
    for (ImFont* font : {fonts.text, fonts.bold, fonts.small, fonts.tiny}) give_digits_one_width(font);
    return fonts;
}

}  // namespace droplet

#include "ui/sliding_sizes.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/sliding_overlay.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// Places of the drawing: what is drawn of a side and of the border beside it.
struct Scale {
    float pixel = 1;   ///< of the image
    float border = 1;  ///< of the kernel's pixels: larger where they would not be seen
};

/// A kernel's reach is at least a sixteenth of the image, so that there is something to see.
Scale scale_for(const SlidingScene& scene, ImVec2 room) {
    const auto reach = [](int kernel, int image) {
        return std::max(static_cast<float>(kernel - 1), static_cast<float>(image) / 16);
    };
    const float width = static_cast<float>(scene.image.width),
                height = static_cast<float>(scene.image.height);
    const float reach_x = reach(scene.drawn.width, scene.image.width);
    const float reach_y = reach(scene.drawn.height, scene.image.height);
    Scale scale;
    scale.pixel = std::min(room.x / (width + reach_x), room.y / (height + reach_y));
    const int most = std::max(scene.drawn.width, scene.drawn.height) - 1;
    scale.border = most == 0 ? scale.pixel
                             : std::max(scale.pixel,
                                        std::min(reach_x, reach_y) * scale.pixel / static_cast<float>(most));
    return scale;
}

std::string formula_text(const SlidingScene& scene, ConvolutionMode mode) {
    const int image_w = scene.image.width, image_h = scene.image.height;
    const int kernel_w = scene.drawn.width, kernel_h = scene.drawn.height;
    switch (mode) {
        case ConvolutionMode::full:
            return fmt::format("{}+{}−1, {}+{}−1", image_w, kernel_w, image_h, kernel_h);
        case ConvolutionMode::same:
            return "as the image";
        case ConvolutionMode::valid:
            return fmt::format("{}−{}+1, {}−{}+1", image_w, kernel_w, image_h, kernel_h);
    }
    return "";
}

void draw_schematic(const SlidingScene& scene, ConvolutionMode mode) {
    const ImVec2 size{ImGui::GetContentRegionAvail().x, px(104)};
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    record_place("sliding.sizes");
    tooltip(
        "The image, filled, and the outlines of the three results around and in it; the kernel stands on "
        "the first output. A narrow border is drawn wider than it is.");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Scale scale = scale_for(scene, {size.x - px(16), size.y - px(14)});
    const float width = scale.pixel * static_cast<float>(scene.image.width);
    const float height = scale.pixel * static_cast<float>(scene.image.height);
    const ImVec2 image{std::round(origin.x + (size.x - width) / 2),
                       std::round(origin.y + (size.y - height) / 2)};
    // An edge of an outline: so many pixels beyond the image's.
    const auto place = [&](float edge, int beyond) {
        return std::round(edge + scale.border * static_cast<float>(beyond));
    };
    list.AddRectFilled(origin, {origin.x + size.x, origin.y + size.y}, packed(palette().bar), px(6));
    list.AddRectFilled(image, {image.x + width, image.y + height}, packed(palette().chosen));
    const ModeOutline* chosen = nullptr;
    for (const ModeOutline& outline : scene.outlines) {
        if (!outline.possible()) continue;
        const ImVec2 min{place(image.x, outline.x), place(image.y, outline.y)};
        const ImVec2 max{place(image.x + width, outline.x + outline.width - scene.image.width),
                         place(image.y + height, outline.y + outline.height - scene.image.height)};
        const bool is_chosen = outline.mode == mode;
        if (is_chosen) {
            list.AddRectFilled(min, max, packed(mode_colour(mode), 0.16f));
            chosen = &outline;
        }
        list.AddRect(min, max, packed(mode_colour(outline.mode)), 0, 0, is_chosen ? px(2) : px(1));
    }
    if (!chosen) return;
    // The kernel where it stands for the first output.
    const ImVec2 first{place(image.x, chosen->x - scene.outlines[2].x),
                       place(image.y, chosen->y - scene.outlines[2].y)};
    const ImVec2 kernel{std::max(px(3), scale.border * static_cast<float>(scene.drawn.width)),
                        std::max(px(3), scale.border * static_cast<float>(scene.drawn.height))};
    list.AddRectFilled(first, {first.x + kernel.x, first.y + kernel.y}, packed(palette().accent, 0.35f));
    list.AddRect(first, {first.x + kernel.x, first.y + kernel.y}, packed(palette().accent));
}

}  // namespace

void draw_sizes(const SlidingScene& scene, ConvolutionMode mode) {
    draw_schematic(scene, mode);
    const float left = ImGui::GetCursorScreenPos().x, right = left + ImGui::GetContentRegionAvail().x;
    const float height = px(19), swatch = px(9);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const ModeOutline& outline : scene.outlines) {
        const bool chosen = outline.mode == mode;
        const float y = ImGui::GetCursorScreenPos().y + height / 2;
        list.AddRect({left + px(1), y - swatch / 2}, {left + px(1) + swatch, y + swatch / 2},
                     packed(mode_colour(outline.mode)), 0, 0, chosen ? px(2.5f) : px(1));
        const ImVec4& ink = chosen ? palette().text : palette().muted;
        small_text({left + px(18), y}, {0, 0.5f}, std::string(enum_name(outline.mode)), ink);
        small_text({left + px(62), y}, {0, 0.5f}, formula_text(scene, outline.mode), ink);
        small_text({right, y}, {1, 0.5f}, size_text(outline), outline.possible() ? ink : palette().error);
        ImGui::Dummy({right - left, height});
    }
}

}  // namespace droplet

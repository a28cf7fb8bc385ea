// The fractal's palette: its section and its files.
#include <fmt/format.h>

#include "media/palette_file.h"
#include "ui/application.h"
#include "ui/palette_editor.h"

namespace droplet {
namespace {

FileKind palette_files() {
    return {"Palettes", {".json", ".map", ".ggr", ".gpl"}, "a palette"};
}

}  // namespace

void Application::draw_palette_section() {
    Preset& preset = settings_.preset;
    const PaletteEditorResult result = palette_editor(preset.fractal, preset.custom_palette, messages_);
    if (result.load) {
        browsing_ = Browsing::palette_in;
        browser_->open(preferences_.last_folder, palette_files());
    }
    if (result.save) {
        browsing_ = Browsing::palette_out;
        browser_->open_to_save(preferences_.last_folder,
                               fmt::format("{}.json", enum_name(preset.fractal.palette)), palette_files());
    }
}

void Application::load_palette(const std::filesystem::path& path) {
    messages_.report([&] {
        settings_.preset.custom_palette = read_palette(path.string());
        settings_.preset.fractal.palette = PaletteName::custom;
        return fmt::format("Palette {} is in use.", path.filename().string());
    });
}

void Application::save_palette(const std::filesystem::path& path) {
    messages_.report([&] {
        write_palette(palette_of(settings_.preset.fractal, settings_.preset.custom_palette), path.string());
        return fmt::format("Palette saved as {}.", path.string());
    });
}

}  // namespace droplet

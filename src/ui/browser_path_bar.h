#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "ui/browser_model.h"

namespace droplet {

/// The folder as a row of buttons, which turns into a text field to type a path.
class BrowserPathBar {
 public:
    void edit(const BrowserModel& model);
    void stop_editing() { is_editing_ = false; }
    bool is_editing() const { return is_editing_; }

    /// Draws the bar `width` wide. Returns a file whose path was typed.
    std::optional<std::filesystem::path> draw(BrowserModel& model, float width);

 private:
    std::optional<std::filesystem::path> draw_field(BrowserModel& model, float width);
    void draw_crumbs(BrowserModel& model, float width);

    bool is_editing_ = false;
    bool takes_focus_ = false;
    std::string text_;
};

}  // namespace droplet

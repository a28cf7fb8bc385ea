#include "ui/browser_model.h"

#include <algorithm>
#include <utility>

#include "media/xdg.h"

namespace droplet {

namespace fs = std::filesystem;

void BrowserModel::show(const fs::path& folder, const fs::path& select) {
    if (history_.empty() || history_[place_] != folder) {
        if (!history_.empty()) history_.resize(++place_);
        history_.push_back(folder);
    }
    read(select);
}

void BrowserModel::back() {
    if (!can_go_back()) return;
    const fs::path left = folder();
    --place_;
    read(left);
}

void BrowserModel::forward() {
    if (!can_go_forward()) return;
    ++place_;
    read({});
}

void BrowserModel::up() {
    if (!can_go_up()) return;
    const fs::path left = folder();
    show(left.parent_path(), left);
}

void BrowserModel::refresh() {
    std::string text = options_.text;
    read(selected_ < 0 ? fs::path() : selected_entry()->path);
    options_.text = std::move(text);
}

const fs::path& BrowserModel::folder() const {
    static const fs::path none;
    return history_.empty() ? none : history_[place_];
}

void BrowserModel::read(const fs::path& select) {
    wanted_selection_ = select;
    error_.clear();
    options_.text.clear();
    listing_ = {};
    shown_.clear();
    selected_ = -1;
    reader_.read(folder());
}

bool BrowserModel::update() {
    std::optional<Listing> listing = reader_.take();
    if (!listing) return false;
    listing_ = std::move(*listing);
    error_ = listing_.error;
    rearrange();
    return true;
}

void BrowserModel::wait() {
    reader_.wait();
    update();
}

void BrowserModel::rearrange() {
    if (selected_ >= 0) wanted_selection_ = selected_entry()->path;
    shown_ = arrange(listing_.entries, options_);
    const auto found = std::find_if(shown_.begin(), shown_.end(), [&](std::size_t i) {
        return listing_.entries[i].path == wanted_selection_;
    });
    const bool is_filtered = !options_.text.empty() && !shown_.empty();
    selected_ = found != shown_.end() ? static_cast<int>(found - shown_.begin()) : is_filtered ? 0 : -1;
}

void BrowserModel::select(int index) {
    error_ = listing_.error;
    selected_ = std::clamp(index, -1, count() - 1);
    wanted_selection_ = selected_ < 0 ? fs::path() : selected_entry()->path;
}

void BrowserModel::move_selection(int by) {
    if (count() == 0) return;
    if (selected_ < 0)
        select(by > 0 ? 0 : count() - 1);
    else
        select(std::clamp(selected_ + by, 0, count() - 1));
}

void BrowserModel::set_options(ListingOptions options) {
    options_ = std::move(options);
    error_ = listing_.error;
    rearrange();
}

std::optional<fs::path> BrowserModel::activate(int index) {
    if (index < 0 || index >= count()) return std::nullopt;
    const FileEntry entry = at(index);
    if (!entry.is_folder) return entry.path;
    show(entry.path);
    return std::nullopt;
}

std::optional<fs::path> BrowserModel::go_to(std::string_view typed) {
    const fs::path path = typed_path(typed, folder(), home_folder());
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
        show(path);
    else if (fs::exists(status))
        return path;
    else
        error_ =
            path.string() + ": " +
            (status.type() == fs::file_type::not_found ? "there is no such file or folder" : error.message());
    return std::nullopt;
}

std::optional<fs::path> BrowserModel::save_target(std::string_view name) {
    error_.clear();
    fs::path path = typed_path(name, folder(), home_folder());
    if (path == folder()) {
        error_ = "File name: it is empty; valid: a name such as preset" + options_.kind.extensions.front();
        return std::nullopt;
    }
    std::error_code error;
    if (fs::is_directory(path, error)) {
        show(path);
        return std::nullopt;
    }
    if (!options_.kind.contains(path)) path += options_.kind.extensions.front();
    if (fs::is_directory(path, error)) {
        error_ = path.string() + ": is a folder; valid: the name of a file";
        return std::nullopt;
    }
    if (!fs::is_directory(path.parent_path(), error)) {
        error_ = path.parent_path().string() + ": there is no such folder";
        return std::nullopt;
    }
    return path;
}

}  // namespace droplet

// Where the picture comes from.
#include "ui/application.h"

namespace droplet {
Error Application::as_error(const std::string& line) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) return Error(Fault::job, "window", line);
    return Error(Fault::job, line.substr(0, colon), line.substr(colon + 2));
}

void Application::open_source(std::string path) {
    source_path_ = path;
    loader_->load(std::move(path), normalize_, settings_.preset.video.size);
}

void Application::take_source(SessionThread& session) {
    auto loaded = loader_->take();
    if (!loaded) return;
    if (!loaded->image) {
        if (first_source_) throw as_error(loaded->error);
        messages_.error(loaded->error);
        // What is shown is still the one before.
        normalize_ = shown_normalized_;
        source_path_ = shown_path_;
        return;
    }
    take_video(*loaded, session);
    gallery_->set_source(loaded->image);
    history_.forget_waiting();
    if (loaded->is_file && loaded->name != "-")
        preferences_.add_recent_file(std::filesystem::absolute(loaded->name));
    browser_->set_recent_files(preferences_.recent_files);
    first_source_ = false;
    shown_normalized_ = loaded->normalized;
    shown_path_ = loaded->is_file || loaded->video ? loaded->name : "";
}

NormalizeSwitch Application::normalize_switch() const {
    std::string refusal;
    if (source_path_ == "-")
        refusal = "The picture came by standard input and cannot be read again; start with --normalize.";
    else if (video_)
        refusal = "The frames of a video keep their values: stretched one by one, they would flicker.";
    else if (loader_->busy())
        refusal = "The picture is being read.";
    return {.on = normalize_, .refusal = std::move(refusal)};
}

void Application::turn_normalize(bool on) {
    normalize_ = preferences_.work.normalize = on;
    open_source(source_path_);
}

}  // namespace droplet

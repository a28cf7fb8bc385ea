// What is particular to learning: its commands, panels and files, and the presets.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <random>

#include "media/operator_file.h"
#include "model/builtin_presets.h"
#include "ui/application.h"
#include "ui/operator_panel.h"

namespace droplet {
namespace {

FileKind operator_files() {
    return {"Operators", {".json"}, "an operator"};
}
FileKind loss_files() {
    return {"Loss logs", {".csv"}, "a loss log"};
}

}  // namespace

void Application::add_learning_actions() {
    const auto learns = [this] { return settings_.preset.process == Process::learn; };
    constexpr const char* needs_learning = "Only with the process learn (2).";
    actions_.add({.id = "presets",
                  .menu = "Learn",
                  .name = "Presets…",
                  .icon = Icon::presets,
                  .chords = {{.key = 'P'}},
                  .tooltip = "Choose from pictures of what the presets make of the source.",
                  .callback = [this] { gallery_->is_open() ? gallery_->close() : gallery_->open(); }});
    actions_.add({.id = "surprise",
                  .menu = "Learn",
                  .name = "Surprise me",
                  .icon = Icon::dice,
                  .chords = {{.key = 'U'}},
                  .tooltip = "Random settings that make something to look at; Ctrl+Z brings yours back.",
                  .callback = [this] { surprise(std::random_device{}() % 1'000'000); }});
    actions_.add({.id = "learning-on",
                  .menu = "Learn",
                  .name = "Learning",
                  .icon = Icon::learn,
                  .chords = {{.key = 'L'}},
                  .tooltip = "Let the operator learn while the picture diffuses, or keep it as a fixed one.",
                  .callback =
                      [this] {
                          bool& learning = settings_.preset.learning.learning;
                          learning = !learning;
                      },
                  .enabled = learns,
                  .disabled_tooltip = needs_learning,
                  .checked = [this] { return settings_.preset.learning.learning; },
                  .separator_before = true});
    actions_.add({.id = "freeze-operator",
                  .menu = "Learn",
                  .name = "Freeze the operator",
                  .icon = Icon::freeze,
                  .chords = {{.key = 'L', .shift = true}},
                  .tooltip = "Leave the operator as it is; the loss is still measured.",
                  .callback =
                      [this] {
                          bool& freeze = settings_.preset.learning.freeze;
                          freeze = !freeze;
                      },
                  .enabled = [this, learns] { return learns() && settings_.preset.learning.learning; },
                  .reason = [learns]() -> std::string {
                      return learns() ? "Learning is off: the operator is fixed already." : needs_learning;
                  },
                  .checked = [this] { return settings_.preset.learning.freeze; }});
    const auto has_picture = [this] { return link_->get() && status_.size.area() > 0; };
    actions_.add({.id = "restart-operator",
                  .menu = "Learn",
                  .name = "Restart the operator",
                  .icon = Icon::restore,
                  .chords = {{.key = 'R', .shift = true}},
                  .tooltip = "Begin again with the start operator; the picture goes on.",
                  .callback = [this] { link_->get()->edit_operator(RestartOperator{}); },
                  .enabled = [learns, has_picture] { return learns() && has_picture(); },
                  .reason = [learns]() -> std::string {
                      return learns() ? "There is no picture yet." : needs_learning;
                  }});
    actions_.add(
        {.id = "kick",
         .menu = "Learn",
         .name = "Kick",
         .icon = Icon::kick,
         .chords = {{.key = 'K'}},
         .tooltip = "Mix the original back into the picture: the share that the panel's slider says.",
         .callback = [this] { link_->get()->kick(preferences_.work.kick); },
         .enabled = has_picture,
         .disabled_tooltip = "There is no picture yet."});
}

void Application::surprise(std::uint64_t seed) {
    settings_.preset = with_process_of(surprise_preset(seed), settings_.preset);
    messages_.note(fmt::format("Surprise {}; Ctrl+Z brings your settings back.", seed));
}

void Application::take_learning_news(SessionThread& session) {
    const std::int64_t now = status_.learning.steps;
    const std::vector<LossRecord> fresh = session.take_losses();
    if (now < losses_until_) losses_.go_back_to(now);
    losses_until_ = now;
    if (!fresh.empty()) losses_.add(fresh);
    if (settings_.preset.process == Process::learn && !status_.statistics.empty())
        losses_.add(now, status_.statistics);
}

void Application::draw_learning_sections() {
    SessionThread* session = link_->get();
    const OperatorPanelResult result = operator_panel(status_.learning, settings_.preset.learning, messages_);
    if (session)
        for (const OperatorEdit& edit : result.edits) session->edit_operator(edit);
    if (result.load) {
        browsing_ = Browsing::operator_in;
        browser_->open(preferences_.last_folder, operator_files());
    }
    if (result.save) {
        browsing_ = Browsing::operator_out;
        browser_->open_to_save(preferences_.last_folder, "operator.json", operator_files());
    }
    if (losses_.draw(messages_)) {
        browsing_ = Browsing::losses;
        browser_->open_to_save(preferences_.last_folder, "loss.csv", loss_files());
    }
    operator_limits_panel(status_.learning, settings_.preset.learning, messages_);
}

void Application::start_from(const Operator& op) {
    Preset& preset = settings_.preset;
    const bool again = preset.custom_operator == op && preset.learning.start == StartOperator::custom;
    preset.custom_operator = op;
    preset.learning.start = StartOperator::custom;
    if (SessionThread* session = link_->get(); again && session) session->edit_operator(RestartOperator{});
}

void Application::load_operator(const std::filesystem::path& path) {
    messages_.report([&] {
        const Operator op = read_operator(path.string());
        if (status_.channels != 0 && op.channels != status_.channels)
            throw Error(Fault::job, path.string(),
                        fmt::format("is an operator of {} channel{}; valid: one of {}, as the picture has",
                                    op.channels, op.channels == 1 ? "" : "s", status_.channels));
        start_from(op);
        return fmt::format("Operator {} is in use.", path.filename().string());
    });
}

void Application::save_operator(const std::filesystem::path& path) {
    messages_.report([&] {
        write_operator(status_.learning.current, path.string());
        return fmt::format("Operator saved as {}.", path.string());
    });
}

void Application::export_losses(const std::filesystem::path& path) {
    messages_.report([&] {
        losses_.write_csv(path);
        return fmt::format("Losses saved as {}.", path.string());
    });
}

void Application::draw_gallery() {
    const auto chosen =
        gallery_->draw(preferences_.interface.presets_from_source, picture_min_, picture_max_);
    if (!chosen) return;
    const BuiltinPreset& builtin = builtin_presets()[*chosen];
    settings_.preset = put_in_force(builtin, settings_.preset, view_.viewport());
    send_settings();
    if (SessionThread* session = link_->get(); session && preferences_.interface.presets_from_source)
        session->reset();
    const Operator& start = builtin.preset.custom_operator;
    const bool falls_back =
        start.channels != 0 && status_.channels != 0 && start.channels != status_.channels;
    messages_.note(fmt::format("Preset {}{}; Ctrl+Z brings your settings back.", builtin.name,
                               falls_back ? ", made for colour: a grey picture starts from Laplace" : ""));
}

}  // namespace droplet

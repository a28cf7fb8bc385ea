#include "ui/learning_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "ui/conductance_plot.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

constexpr std::array<std::string_view, 6> update_keys{"scale-learning-rate", "optimizer",    "momentum",
                                                      "second-momentum",     "weight-decay", "freeze"};
constexpr std::array<std::string_view, 5> loss_keys{"loss", "fidelity", "edge", "intensity", "target"};
constexpr std::array<std::string_view, 4> schedule_keys{"schedule-period", "schedule-phase", "schedule-mix",
                                                        "schedule-decay"};

std::string optimizer_summary(const LearningParams& p) {
    return fmt::format("{}, momentum {:.4g}", enum_name(p.optimizer), p.momentum);
}

std::string schedule_summary(const LearningParams& p) {
    return p.schedule_period > 0 ? fmt::format("every {} steps", p.schedule_period) : "none";
}

std::string video_summary(const LearningParams& p) {
    return fmt::format("{} pass{}, mix {:.3g}", p.passes, p.passes == 1 ? "" : "es", p.frame_mix);
}

}  // namespace

std::string learning_refusal(const LearningParams& p, std::string_view key) {
    const bool updates = is_one_of(key, update_keys), losses = is_one_of(key, loss_keys),
               schedule = is_one_of(key, schedule_keys);
    if ((updates || losses || schedule || key == "learning-rate") && !p.learning)
        return "Does nothing now: learning is off.";
    if ((updates || losses || schedule) && !(p.learning_rate > 0))
        return "Does nothing now: the learning rate is 0.";
    if (((updates && key != "freeze") || schedule) && p.freeze)
        return "Does nothing now: the operator is frozen.";
    if (key == "second-momentum" && p.optimizer != Optimizer::adam) return "Only Adam uses it.";
    if (key == "target" && p.fidelity == 0) return "Does nothing now: the fidelity weight is 0.";
    if (schedule && key != "schedule-period" && p.schedule_period == 0)
        return "There is no schedule: its period is 0.";
    if (key == "frame-rest" && p.frame_mix == 0) return "Nothing is mixed in: frame mix is 0.";
    if (key == "seed" && p.start != StartOperator::random) return "Only a random start operator uses it.";
    return {};
}

bool param_rows(LearningParams& params, std::initializer_list<std::string_view> keys, Messages& messages,
                const RowRefusal& refusal) {
    bool changed = false;
    for (const std::string_view key : keys)
        for_each_field<LearningParams>([&](const auto& field) {
            if (field.key == key) changed |= param_row(params, field, messages, refusal);
        });
    return changed;
}

bool learning_panel(LearningParams& params, Messages& messages) {
    const RowRefusal refusal = [&params](std::string_view key) { return learning_refusal(params, key); };
    const auto rows = [&](std::initializer_list<std::string_view> keys) {
        return param_rows(params, keys, messages, refusal);
    };
    bool changed = rows({"learning", "k", "rate", "conductance"});
    conductance_plot(params);
    changed |= rows({"learning-rate", "optimizer", "loss", "fidelity", "edge", "intensity", "target"});
    if (begin_fold("Optimizer", optimizer_summary(params)))
        changed |= rows({"scale-learning-rate", "momentum", "second-momentum", "weight-decay"});
    if (begin_fold("Schedule", schedule_summary(params)))
        changed |= rows({"schedule-period", "schedule-phase", "schedule-mix", "schedule-decay"});
    if (begin_fold("Video", video_summary(params))) changed |= rows({"passes", "frame-mix", "frame-rest"});
    return changed;
}

}  // namespace droplet

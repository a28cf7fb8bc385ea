#include "cli/learn.h"

#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "cli/output.h"
#include "media/loss_log.h"
#include "media/operator_file.h"
#include "model/operator_json.h"

namespace droplet {
namespace {

/// What is written beside the pictures: the losses and the operator.
class LearningRecords : public JobObserver {
 public:
    LearningRecords(const Preset& preset, std::string operator_name, std::string operator_out,
                    const std::string& log)
        : preset_(preset), operator_name_(std::move(operator_name)), operator_out_(std::move(operator_out)) {
        if (!operator_out_.empty()) check_place(operator_out_);
        if (!log.empty()) log_.emplace(log);
    }

    void start(const Image& source) override {
        const int channels = preset_.custom_operator.channels;
        if (preset_.learning.start != StartOperator::custom || channels == source.channels()) return;
        throw Error(
            Fault::usage, operator_name_,
            fmt::format("has an operator of {} channel{}, and the picture has {}; valid: one of shape "
                        "[{}, {}, 3, 3]",
                        channels, channels == 1 ? "" : "s", source.channels(), source.channels(),
                        source.channels()));
    }

    void advanced(Session& session) override {
        const std::vector<LossRecord> losses = session.take_losses();
        if (log_) log_->add(losses);
    }

    void finish(Session& session) override {
        if (log_) log_->commit();
        const int starts = session.starts();
        const LearningState state = session.learning_state();
        if (session.starts() != starts)
            throw Error(Fault::job, "operator", "is lost: " + session.notice() + "; valid: another run");
        if (!operator_out_.empty()) write_operator(state.current, operator_out_);
        if (const int times = session.recoveries(); times > 0)
            std::fprintf(stderr,
                         "droplet: the operator left all bounds and was started again %d time%s; a smaller "
                         "--rate or --learning-rate keeps it within them\n",
                         times, times == 1 ? "" : "s");
    }

    bool needs_every_step() const override { return log_ || !operator_out_.empty(); }

 private:
    const Preset& preset_;
    std::string operator_name_, operator_out_;
    std::optional<LossLog> log_;
};

}  // namespace

std::unique_ptr<JobObserver> learning_observer(const Preset& preset, std::string operator_name) {
    return std::make_unique<LearningRecords>(preset, std::move(operator_name), "", "");
}

LearnCommand::LearnCommand(CLI::App& app) : job_(app) {
    operator_out_ =
        add_flag(app, {"--operator-out", "W.json", Schema<JobParams>::title,
                       "Where the learned operator goes, as JSON; of several INPUTs with {name} as in -o."});
    log_ = add_flag(app, {"--log", "LOSS.csv", Schema<JobParams>::title,
                          "Where the losses go, a row a step: step, fidelity, edge, intensity, total, "
                          "learning_rate; of several INPUTs with {name} as in -o."});
    operator_ = add_flag(app, {"--operator", "W.json", Schema<LearningParams>::title,
                               "Operator to start from, as --operator-out writes it; sets --start custom."});
    learning_.add(app);
}

void LearnCommand::check_flags() const {
    LearningParams params;
    learning_.apply(params);
    if (operator_.given() && learning_.given("start") && params.start != StartOperator::custom)
        throw Error(Fault::usage, "--start",
                    fmt::format("{} is not the operator of --operator; valid: one of the two flags",
                                enum_name(params.start)));
}

Preset LearnCommand::start_preset(const PresetFlag& preset_flag, std::string& operator_name) const {
    Preset preset;
    if (preset_flag.given()) preset = preset_flag.read({Process::learn});
    preset.process = Process::learn;
    learning_.apply(preset.learning);
    operator_name = preset_flag.name();
    if (operator_.given()) {
        operator_name = operator_.path();
        preset.custom_operator = read_operator(operator_name);
        preset.learning.start = StartOperator::custom;
    }
    if (preset.learning.start == StartOperator::custom && preset.custom_operator.channels == 0)
        throw Error(Fault::usage, learning_.given("start") ? "--start" : operator_name,
                    "the custom operator is missing; valid: with --operator W.json");
    return preset;
}

/// Standard input and output are for one each, and a file is written once.
void LearnCommand::refuse_shared_files(const PresetFlag& preset) const {
    refuse_same_file(
        {{"-o", job_.output()}, {"--operator-out", operator_out_.path()}, {"--log", log_.path()}});
    std::vector<FileUse> uses = job_.input_uses();
    uses.insert(uses.end(), {{"--preset", preset.name()}, {"--operator", operator_.path()}});
    refuse_shared_stdin(uses);
}

int LearnCommand::run(const CommonOptions& common, const PresetFlag& preset_flag) const {
    job_.params(Process::learn);  // what is wrong on the command line comes before what is wrong in a file
    check_flags();
    refuse_shared_files(preset_flag);
    std::string operator_name;
    SessionSettings settings;
    settings.preset = start_preset(preset_flag, operator_name);
    if (log_.given() && !settings.preset.learning.measures_loss())
        throw Error(Fault::usage, "--log",
                    "no loss is measured with a fixed operator; valid with --learning and a --learning-rate "
                    "above 0");
    const auto observe = [&](const BatchItem& item) {
        return std::make_unique<LearningRecords>(settings.preset, operator_name, item.files[1],
                                                 item.files[2]);
    };
    return run_job(job_, common, settings, observe,
                   {{"--operator-out", operator_out_.path()}, {"--log", log_.path()}});
}

}  // namespace droplet

#include "cli/sweep_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/interrupt.h"
#include "cli/job_runner.h"
#include "cli/job_source.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "media/resize.h"
#include "model/version.h"

namespace droplet {
namespace {

/// As large as it may be in a cell; never larger than it is.
Size fitted(Size picture, Size cell) {
    const double factor = std::min({1.0, static_cast<double>(cell.width) / picture.width,
                                    static_cast<double>(cell.height) / picture.height});
    return {std::clamp(static_cast<int>(std::lround(picture.width * factor)), 1, cell.width),
            std::clamp(static_cast<int>(std::lround(picture.height * factor)), 1, cell.height)};
}

Size cell_size(Size picture, int width) {
    if (picture.width <= width) return picture;
    const double height = static_cast<double>(picture.height) * width / picture.width;
    return {width, std::max(1, static_cast<int>(std::lround(height)))};
}

void check_size(const SweepJob& job, const ContactSheet& sheet, Size cell) {
    if (sheet.size().area() <= most_sheet_pixels) return;
    const double shrink =
        std::sqrt(static_cast<double>(most_sheet_pixels) / static_cast<double>(sheet.size().area()));
    throw Error(Fault::usage, job.output,
                fmt::format("{} cells of {} x {} make a sheet of {} x {} pixels; valid: up to {} million, as "
                            "with --cell-width {}",
                            job.cells.size(), cell.width, cell.height, sheet.size().width,
                            sheet.size().height, most_sheet_pixels / 1'000'000,
                            std::max(16, static_cast<int>(cell.width * shrink * 0.95))));
}

/// What the sheet keeps of how it was made.
std::string command_text(const std::vector<std::string>& words) {
    const nlohmann::json text = {
        {"droplet", "sweep"}, {"version", 1}, {"made-by", version}, {"command", words}};
    return text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

int run_sweep(const SweepJob& job, const CommonOptions& common) {
    check_place(job.output);
    const SourcePicture source = open_source(job.input, common.normalize);
    const Size cell = cell_size(source.image->size(), job.sheet.cell_width);
    ContactSheet sheet(job.text, cell);
    check_size(job, sheet, cell);
    sheet.begin();

    const Interrupt interrupt;
    Session session(open_backend(common.backend, common.threads), common.threads);
    const std::string notice = session.notice();
    std::int64_t total = 0, before = 0;
    for (const SweepCell& made : job.cells) total += made.steps;
    const bool steps = total > 0;
    Progress progress(steps ? total : static_cast<std::int64_t>(job.cells.size()), !common.quiet,
                      steps ? "steps" : "cells");
    JobObserver nothing_else;
    std::size_t done = 0;
    for (const SweepCell& made : job.cells) {
        SessionSettings settings;
        settings.preset = made.preset;
        session.prepare(made.preset);
        if (done == 0)
            session.load(source.image, source.reference);
        else
            session.reset();
        progress.set_before(before);
        JobRunner runner(session, settings, interrupt.token(), progress, nothing_else);
        const Image picture = runner.picture_at(made.steps);
        if (runner.stopped()) break;
        sheet.put(made.column, made.row, resized(picture, fitted(picture.size(), cell)));
        before += steps ? made.steps : 1;
        ++done;
        progress.update(0);
    }
    progress.clear();
    if (session.notice() != notice) std::fprintf(stderr, "droplet: %s\n", session.notice().c_str());
    if (done == 0) throw Error(Fault::job, job.output, "stopped in the first cell; nothing is written");
    WriteOptions options;
    options.recipe = command_text(job.words);
    write_image(sheet.picture(), job.output, options);
    if (done < job.cells.size())
        throw Error(Fault::job, job.output,
                    fmt::format("stopped at cell {} of {}; the others are empty", done, job.cells.size()));
    if (progress.shown())
        std::fprintf(stderr, "%s: %zu cells in %s\n", job.output.c_str(), done,
                     duration_text(progress.elapsed_s()).c_str());
    return 0;
}

}  // namespace droplet

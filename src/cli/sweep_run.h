// What `droplet sweep` does once its command line is read.
#pragma once
#include <string>
#include <vector>

#include "cli/contact_sheet.h"
#include "cli/options.h"
#include "model/preset.h"

namespace droplet {

struct SweepCell {
    int column = 0, row = 0;
    Preset preset;
    int steps = 0;
};

struct SweepJob {
    std::string input, output;
    SheetParams sheet;
    SheetText text;
    std::vector<SweepCell> cells;
    std::vector<std::string> words;  ///< of the command line: what the sheet keeps of how it was made
};

/// Pixels of a sheet, at most.
inline constexpr std::int64_t most_sheet_pixels = 64'000'000;

/// Runs each cell from the picture on, all with one session, and writes the sheet. Ctrl-C writes it with the
/// cells that there are. Returns the exit status; throws Error.
int run_sweep(const SweepJob& job, const CommonOptions& common);

}  // namespace droplet

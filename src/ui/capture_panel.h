#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ui/actions.h"
#include "ui/film_control.h"
#include "ui/messages.h"

namespace droplet {

/// What the panel knows of films at the moment.
struct FilmFacts {
    FilmControl::State state = FilmControl::State::idle;
    RecordingStatus status{};
    double elapsed_s = 0;
    bool has_ffmpeg = true;
    bool has_picture = true;
    bool steps = true;  ///< something goes in steps
    Size content{};     ///< of what would be recorded now; 0x0: not known
    std::string folder{};
    std::uint64_t disk_left = 0;  ///< bytes free there
};

/// Why no film can begin now; empty when one can.
std::string record_refusal(const FilmParams& params, const FilmFacts& facts);
/// Why a row does nothing now; empty when it does something.
std::string film_refusal(const FilmParams& params, const FilmFacts& facts, std::string_view key);

/// "0:09", "12:34", "1:02:03".
std::string time_text(double seconds);
/// "812 B", "3.4 MiB".
std::string bytes_text(std::uint64_t bytes);

/// The section of stills and films; `still_part` draws what it has of stills, `record` is the command that
/// starts and stops.
void capture_panel(FilmParams& params, const FilmFacts& facts, const Action& record, Messages& messages,
                   const std::function<void()>& still_part);

/// How the film goes, or what would become one: always of the same height.
void film_card(const FilmParams& params, const FilmFacts& facts);

/// What becomes of a film that is recorded while the window is to close.
enum class CloseAnswer { none, finish, keep, discard };
/// The question, over the whole window, while it is open. `finishing`: it was answered, and the film is being
/// completed.
CloseAnswer close_dialog(double elapsed_s, bool finishing);

}  // namespace droplet

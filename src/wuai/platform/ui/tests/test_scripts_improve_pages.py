"""What the small modules add to a page that works without them."""

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.journeys.browser import axe, focused, page_of

pytestmark = pytest.mark.browser


def test_the_error_summary_takes_the_focus_and_its_links_reach_the_fields(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}forms/?lang=en")
        assert focused(page).startswith("div# 8 things to correct")
        assert page.title().startswith("Error: ")
        for link in page.locator(".error-summary a").all():
            target = link.get_attribute("href")
            assert page.locator(target).count() == 1, target
        page.locator(".error-summary a").nth(3).click()
        assert focused(page).startswith("input#id_on_0")


def test_the_counter_counts_what_is_written(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}forms/?lang=zh-hant")
        page.locator("#id_story").fill("𠮷" * 201)
        assert page.locator("#id_story_counter").inner_text() == "超過 1 字"


def test_dialogs_open_close_and_give_the_focus_back(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}case/?lang=zh-hant")
        opener = page.get_by_role("button", name="退案").first
        opener.click()
        dialog = page.locator("#return")
        assert dialog.is_visible()
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert "退案" in focused(page)
        opener.click()
        dialog.get_by_role("button", name="取消").click()
        assert not dialog.is_visible()


def test_an_idle_session_warns_can_be_extended_and_hides_the_page_when_over(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium) as page:
        page.clock.install()
        page.goto(f"{gallery}staff/?lang=zh-hant")
        warning = page.locator("#session-warning")
        page.clock.run_for(770_000)
        assert not warning.is_visible()
        page.clock.run_for(15_000)
        assert warning.is_visible()
        warning.get_by_role("button", name="繼續使用").click()
        page.wait_for_function("() => !document.getElementById('session-warning').open")
        page.clock.run_for(700_000)
        assert not warning.is_visible()
        page.clock.run_for(210_000)
        assert "已登出" in warning.inner_text()
        assert not page.locator("main").is_visible()
        assert "重新登入" in focused(page)


def test_a_copied_number_is_said_and_stays_in_the_log(gallery: str, chromium: Browser) -> None:
    with page_of(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{gallery}case/?lang=zh-hant")
        page.locator("[data-copy]").first.click()
        page.wait_for_selector(".toasts .toast")
        assert page.evaluate("() => navigator.clipboard.readText()").startswith("115年度")
        page.locator(".toast-log summary").click()
        assert "已複製" in page.locator(".toast-log ol").inner_text()
        page.get_by_role("button", name="關閉訊息").click()
        assert page.locator(".toasts .toast").count() == 0


def test_a_chosen_file_is_listed_with_its_size_and_judged(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}forms/?lang=zh-hant")
        page.locator("#id_proof").set_input_files(
            [{"name": "薪資.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048}]
        )
        assert page.locator("[data-drop-list]").inner_text() == "薪資.pdf（2.0 KB）：等待送出"
        page.locator("#id_proof").set_input_files(
            [{"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"x" * (10485760 + 1)}]
        )
        assert "檔案太大" in page.locator("[data-drop-list]").inner_text()


def sending(page: Page, gallery: str) -> None:
    """Open the form, make it a sending one, choose a file."""
    page.goto(f"{gallery}forms/?lang=zh-hant")
    page.evaluate("() => { document.getElementById('id_proof').form.method = 'post' }")
    page.locator("#id_proof").set_input_files(
        [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048}]
    )


def test_a_sent_file_leads_where_the_server_says(gallery: str, chromium: Browser) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.headers["content-type"])
        route.fulfill(status=302, headers={"Location": f"{gallery}case/?lang=zh-hant"})

    with page_of(chromium) as page:
        page.route("**/_gallery/forms/**", answer)
        sending(page, gallery)
        page.get_by_role("button", name="下一步").click()
        page.wait_for_url("**/case/**")
        assert sent[0].startswith("multipart/form-data")


def test_a_refused_sending_shows_the_errors_and_gives_them_the_focus(
    gallery: str, chromium: Browser
) -> None:
    body = (
        "<title>錯誤：申請</title><main id='content' tabindex='-1'>"
        "<div class='error-summary' tabindex='-1' data-focus-first>有 1 處需要更正</div></main>"
    )
    with page_of(chromium) as page:
        page.route(
            "**/_gallery/forms/**",
            lambda route: (
                route.fulfill(status=422, content_type="text/html; charset=utf-8", body=body)
                if route.request.method == "POST"
                else route.continue_()
            ),
        )
        sending(page, gallery)
        page.get_by_role("button", name="下一步").click()
        page.wait_for_function("() => document.title.startsWith('錯誤')")
        assert "有 1 處需要更正" in focused(page)


def test_a_broken_line_says_so_and_keeps_what_was_filled_in(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium) as page:
        page.route(
            "**/_gallery/forms/**",
            lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
        )
        sending(page, gallery)
        page.get_by_role("button", name="下一步").click()
        page.get_by_text("傳送中斷，請再送一次").wait_for()
        assert page.locator("#id_mail").input_value() == "wang@"


def test_work_in_another_window_keeps_this_one_awake(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.clock.install()
        page.goto(f"{gallery}staff/?lang=zh-hant")
        page.clock.run_for(790_000)
        warning = page.locator("#session-warning")
        assert warning.is_visible()
        page.evaluate("() => localStorage.setItem('wuai-active', String(Date.now()))")
        page.clock.run_for(2_000)
        assert not warning.is_visible()


def test_the_log_is_empty_for_whoever_signs_in_next(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}staff/?lang=zh-hant")
        page.evaluate(
            "() => document.dispatchEvent(new CustomEvent('wuai:toast', {detail: {text: '已存檔', tone: 'good'}}))"
        )
        assert page.locator(".toast-log").is_visible()
        page.goto(f"{gallery}public/?lang=zh-hant")
        page.goto(f"{gallery}staff/?lang=zh-hant")
        assert not page.locator(".toast-log").is_visible()


def test_single_keys_go_places_and_can_be_turned_off(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}staff/?lang=zh-hant")
        page.keyboard.press("/")
        assert focused(page).startswith("input#search-words")
        page.locator("h1").click()
        page.keyboard.press("?")
        page.get_by_label("使用單鍵操作").uncheck()
        assert axe(page) == []
        page.get_by_role("button", name="關閉", exact=True).click()
        page.reload()
        page.keyboard.press("/")
        assert not focused(page).startswith("input")
        page.get_by_role("button", name="鍵盤操作").click()
        page.get_by_label("使用單鍵操作").check()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("c")
        page.wait_for_url("**/case/")

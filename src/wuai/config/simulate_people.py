"""Invented people, companies and addresses for trying out. Every one of them is made by a formula;
an identity number here has a right check digit and belongs to nobody we know of.
"""

from random import Random

from wuai.kernel import identity_numbers

_FAMILY = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游詹胡施沈余趙盧梁顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬阮董唐溫藍蔣石古紀姚連馮歐程湯黃田康姜"
_DOUBLE = ("歐陽", "張簡", "范姜", "司徒", "上官")
_GIVEN = "志明家豪俊傑建宏淑芬美玲雅婷怡君宗翰冠宇承恩宜蓁佳穎詩涵柏翰子晴品妍秀英麗華金龍文雄進財玉蘭寶珠春嬌清水阿土雪梅月娥銘哲彥廷育誠婉如珮瑜思妤宥均芷若書豪正義國華"
# In no Big5 table: kept exactly, found again, printed with a font that has them.
_RARE = "𤧟堃喆昇煊𡘙峯𠮷犇淼䕒瑠珣㛢𨭎"
_PLAIN_RARE = "淼珣"
_ROADS = "中正中山民族民權民生復興光復忠孝仁愛信義和平建國自由文化成功大同博愛中華經國食品公道"
_TOWNS = (
    ("300", "新竹市東區"), ("300", "新竹市北區"), ("300", "新竹市香山區"), ("302", "新竹縣竹北市"),
    ("310", "新竹縣竹東鎮"), ("303", "新竹縣湖口鄉"), ("305", "新竹縣新埔鎮"), ("306", "新竹縣關西鎮"),
    ("350", "苗栗縣竹南鎮"), ("351", "苗栗縣頭份市"), ("360", "苗栗縣苗栗市"), ("358", "苗栗縣苑裡鎮"),
)  # fmt: skip
_TRADES = ("科技", "實業", "營造", "餐飲", "物流", "貿易", "生技", "工程", "資訊", "精密")
_LETTERS = {letter: 10 + i for i, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
_KEYS = list(_LETTERS)


def person_number(random: Random, second: str) -> str:
    """A number of a national ID (1, 2) or a residence permit (8, 9) with its check digit."""
    letter = _KEYS[random.randrange(26)]
    digits = second + f"{random.randrange(10**7):07d}"
    value = _LETTERS[letter]
    total = value // 10 + value % 10 * 9
    total += sum(int(d) * w for d, w in zip(digits, (8, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return f"{letter}{digits}{-total % 10}"


def old_permit(random: Random) -> str:
    """An old residence permit: two letters, eight digits."""
    head = _KEYS[random.randrange(26)] + "ABCD"[random.randrange(4)]
    body = f"{random.randrange(10**7):07d}"
    return next(
        head + body + str(last)
        for last in range(10)
        if identity_numbers.is_valid(head + body + str(last))
    )


def company_number(random: Random) -> str:
    """A business number with its check digit."""
    body = f"{random.randrange(10**7):07d}"
    return next(
        body + str(last) for last in range(10) if identity_numbers.is_valid(body + str(last))
    )


def person_name(random: Random, *, rare: bool, big5: bool) -> str:
    """A name of two to four characters, now and then with one that few fonts have."""
    family = (
        _DOUBLE[random.randrange(len(_DOUBLE))]
        if random.random() < 0.01
        else _FAMILY[random.randrange(len(_FAMILY))]
    )
    given = _GIVEN[random.randrange(len(_GIVEN))]
    if random.random() < 0.93:
        given += _GIVEN[random.randrange(len(_GIVEN))]
    if rare:
        source = _PLAIN_RARE if big5 else _RARE
        given = source[random.randrange(len(source))] + given[1:]
    return family + given


def foreign_name(random: Random) -> str:
    """A name in Latin letters."""
    first = ("NGUYEN VAN", "TRAN THI", "SITI", "MARIA", "BUDI", "PHAM THI", "JOSE", "SOMCHAI")
    last = ("HUNG", "LAN", "NURHAYATI", "SANTOS", "SANTOSO", "HOA", "REYES", "JAIDEE")
    return f"{first[random.randrange(8)]} {last[random.randrange(8)]}"


def company_name(random: Random) -> str:
    """A name of a company."""
    word = "".join(_GIVEN[random.randrange(len(_GIVEN))] for _ in range(2))
    form = "股份有限公司" if random.random() < 0.4 else "有限公司"
    return word + _TRADES[random.randrange(len(_TRADES))] + form


def address(random: Random) -> tuple[str, str]:
    """A postcode and an address in its district."""
    postcode, town = _TOWNS[random.randrange(len(_TOWNS))]
    road = random.randrange(len(_ROADS) // 2) * 2
    lane = f"{random.randrange(1, 300)}巷" if random.random() < 0.3 else ""
    floor = f"{random.randrange(2, 15)}樓" if random.random() < 0.4 else ""
    number = random.randrange(1, 400)
    return postcode, f"{town}{_ROADS[road : road + 2]}路{lane}{number}號{floor}"

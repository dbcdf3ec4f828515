"""Addresses of the till, of cheques and of the counter's figures, under /staff/payments/till/."""

from django.urls import path

from wuai.contexts.payments.web.desk import card_terminal, cheques, till, till_figures

app_name = "till"
urlpatterns = [
    path("", till.tills, name="tills"),
    path("card/<uuid:ref>/", card_terminal.card, name="card"),
    path("figures/", till_figures.figures, name="figures"),
    path("figures/channels.csv", till_figures.figures_csv, name="figures_csv"),
    path("cheques/", cheques.listed, name="cheques"),
    path("cheques/receive/", cheques.receive, name="cheque_receive"),
    path("cheques/send/", cheques.send, name="cheque_send"),
    path("cheques/lists/<uuid:ref>/", cheques.bank_list, name="cheque_list"),
    path("cheques/lists/<uuid:ref>/list.csv", cheques.bank_list_csv, name="cheque_list_csv"),
    path("cheques/<uuid:ref>/", cheques.show, name="cheque"),
    path("cheques/<uuid:ref>/clear/", cheques.clear, name="cheque_clear"),
    path("cheques/<uuid:ref>/bounce/", cheques.bounce, name="cheque_bounce"),
    path("cheques/<uuid:ref>/return/", cheques.give_back, name="cheque_return"),
    path("<uuid:ref>/", till.show, name="till"),
    path("<uuid:ref>/count/", till.count, name="count"),
    path("<uuid:ref>/close/", till.close, name="close"),
    path("<uuid:ref>/decide/", till.decide, name="decide"),
    path("<uuid:ref>/deposit/", till.deposit, name="deposit"),
]
